# Shirehall: a bare `make` lists what there is. Every target sets up what it needs first, and that is instant once done.
PORT ?= 8000
NAME ?=
FILE ?=
GOALS ?=
IN ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench services new-service backup restore lock

help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv from the lock, and the style sheets and scripts
	@scripts/setup run

run: setup ## Serve the demonstration on http://127.0.0.1:8000 (PORT=8001 for another port)
	@.venv/bin/shirehall serve --demo --port $(PORT)

test: ## Run every test, the browser's too (ARGS="src/shirehall/kernel" for some)
	@scripts/setup develop
	@scripts/install-test-parts
	@scripts/test $(ARGS)

check: ## Lint, types, layers, relations, templates, spelling, dependencies
	@scripts/setup develop
	@scripts/check

bench: ## Measure against the goals, one JSON line each (GOALS="decide" for some)
	@scripts/setup develop
	@scripts/bench $(GOALS)

services: setup ## Prove every service that ships
	@.venv/bin/shirehall check

new-service: setup ## Begin a service in services/ (NAME=apply_for_a_bin; IN=folder for elsewhere)
	@test -n "$(NAME)" || { echo 'Name the service: make new-service NAME=apply_for_a_bin' >&2; exit 2; }
	@.venv/bin/shirehall new-service "$(NAME)" --in "$(or $(IN),services)"

backup: setup ## Write database and documents to one file (FILE=backup.tar)
	@.venv/bin/python scripts/backup $(FILE)

restore: setup ## Put back what a backup holds (FILE=backup.tar; FORCE=1 to replace what is there)
	@.venv/bin/python scripts/restore $(FILE)

lock: ## Compile the locks again, with the newest versions that pyproject.toml and package.json allow
	@scripts/setup develop
	@scripts/lock
