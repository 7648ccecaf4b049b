"""What the code brings is documented, and what is documented is there."""

import re

from django.core.management import get_commands

from shirehall.casework.steps import step_handlers
from shirehall.kernel.questions import TYPES
from shirehall.project.cli import DATABASE_COMMANDS
from shirehall.project.commands import found_commands
from tests.repository.tree import REFERENCE, ROOT, SOURCE, documented, shown, tracked

# Settings that only tests make up.
INVENTED = {"SHIREHALL_EXAMPLE"}


def test_every_setting_is_documented() -> None:
    named = {
        setting
        for path in tracked("src/*.py")
        for setting in re.findall(r"\bSHIREHALL_[A-Z_]*[A-Z]\b", path.read_text())
    }
    assert named - INVENTED == documented("settings.md")


def test_every_command_is_documented() -> None:
    of_django = {name for name, app in get_commands().items() if str(app).startswith("shirehall.")}
    assert set(found_commands()) | set(DATABASE_COMMANDS) | of_django == documented("commands.md")


def test_every_question_type_is_documented_with_its_settings() -> None:
    assert set(TYPES) == documented("question-types.md")
    rows = {
        row.split("`")[1]: row
        for row in (REFERENCE / "question-types.md").read_text().splitlines()
        if row.startswith("| `")
    }
    unsaid = {
        name: missing
        for name, question_type in TYPES.items()
        if (missing := [key for key in question_type.options or {} if f"`{key}`" not in rows[name]])
    }
    assert unsaid == {}


def test_every_step_is_documented_with_what_follows_a_kill() -> None:
    assert set(step_handlers.names()) == documented("steps.md")
    text = (REFERENCE / "steps.md").read_text()
    for handler in step_handlers:
        assert re.search(rf"^\| `{handler.kind}` \|.*\| {handler.delivery} \|$", text, re.MULTILINE), (
            handler.kind
        )


def test_every_capability_is_documented() -> None:
    packages = {path.parent.name for path in (SOURCE / "capabilities").glob("*/__init__.py")}
    assert packages == documented("capabilities.md")


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "adr" / "README.md").read_text()
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        assert f"({path.name})" in listed
        assert len(path.read_text().splitlines()) <= 60, f"{path.name} is longer than a page"


def test_no_link_between_pages_is_broken() -> None:
    broken = [
        f"{shown(page)}: {target}"
        for page in tracked("*.md")
        if "services" not in page.parts
        for target in re.findall(r"\]\(([^)#\s]+?)(?:#[^)]*)?\)", page.read_text())
        if "://" not in target and not target.startswith(("mailto:", "{"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
