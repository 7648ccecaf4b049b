"""The settings that the tests run with: the demonstration's, quicker and without a built set of static files."""

import os
from tempfile import TemporaryDirectory

# Removed when the process that made it ends; the processes that it starts are given the same one.
_folder = TemporaryDirectory(prefix="shirehall-tests-", ignore_cleanup_errors=True)

os.environ.setdefault("SHIREHALL_VAR", _folder.name)
os.environ.setdefault("SHIREHALL_DEMO", "1")
os.environ.setdefault("SHIREHALL_SECRET_KEY", "the tests sign with this and nothing else does")

from shirehall.project.settings import *  # noqa: F403

# Hashing is slow on purpose; the tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
