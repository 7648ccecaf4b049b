"""The commands of `shirehall` that need no database: one module a command, found by its being here.

A module has NAME, HELP, `add_arguments(parser)` and `run(arguments) -> int` (the exit code).
"""

import importlib
import pkgutil
from types import ModuleType


def found_commands() -> dict[str, ModuleType]:
    """The command modules by name."""
    # Tests stand beside the code, and where only what running needs is installed they cannot be imported.
    found = (each.name for each in pkgutil.iter_modules(__path__))
    names = sorted(name for name in found if name != "conftest" and not name.startswith("test_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}
