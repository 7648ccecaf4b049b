"""The providers that ship: every module of `providers` that has a PROVIDER."""

import importlib
import pkgutil

from shirehall.channels.keypad import providers
from shirehall.channels.keypad.providers.base import register_telephony

for _found in sorted(pkgutil.iter_modules(providers.__path__), key=lambda each: each.name):
    if not _found.name.startswith("test_"):
        _provider = getattr(importlib.import_module(f"{providers.__name__}.{_found.name}"), "PROVIDER", None)
        if _provider is not None:
            register_telephony(_provider)
