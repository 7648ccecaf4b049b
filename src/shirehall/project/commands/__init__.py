"""The commands of `shirehall` that need no database: one module a command, found by its being here.

A module has NAME, HELP, `add_arguments(parser)` and `run(arguments) -> int` (the exit code).
"""

import importlib
import pkgutil
from types import ModuleType


def found_commands() -> dict[str, ModuleType]:
    """The command modules by name."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__) if not each.name.startswith("test_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}
