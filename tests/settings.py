"""The settings that the tests run with: the demonstration's, quicker and without a built set of static files."""

import os
from pathlib import Path

# What the tests write lies apart from what a demonstration keeps.
_folder = Path(__file__).resolve().parents[1] / "var" / "tests"
_folder.mkdir(parents=True, exist_ok=True)

os.environ.setdefault("SHIREHALL_VAR", str(_folder))
os.environ.setdefault("SHIREHALL_DEMO", "1")
os.environ.setdefault("SHIREHALL_SECRET_KEY", "the tests sign with this and nothing else does")

from shirehall.project.settings import *  # noqa: E402, F403

# Hashing is slow on purpose; the tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
# The server is told of a folder that is not there; here it may be.
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
