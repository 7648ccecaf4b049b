"""Finds what the packages bring: apps, addresses. A new package is found by being there."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import shirehall
from shirehall.project.layers import LAYERS

PACKAGE_ROOT = Path(shirehall.__file__).parent


def find_apps() -> list[str]:
    """Name every package under shirehall that has an apps.py, upper layers first.

    Upper first, so that a template of an upper layer wins over one of the same name below it.
    """
    return list(_packages_with("apps.py"))


def find_addresses() -> list[tuple[str, ModuleType]]:
    """Give the prefix and module of every urls.py, the longest prefix first, so that the root comes last."""
    modules = [import_module(f"{package}.urls") for package in _packages_with("urls.py")]
    mounted = [(_prefix_of(module), module) for module in modules if module.__name__ != f"{__package__}.urls"]
    return sorted(mounted, key=lambda mount: (-len(mount[0]), mount[0]))


def find_channels() -> tuple[str, ...]:
    """The names of the channels that stand in the packages: CHANNELS of each package that has a channel.py."""
    packages = [import_module(package) for package in _packages_with("channel.py")]
    return tuple(name for package in packages for name in getattr(package, "CHANNELS", ()))


def _prefix_of(module: ModuleType) -> str:
    prefix = getattr(module, "URL_PREFIX", None)
    if not isinstance(prefix, str):
        raise TypeError(
            f"{module.__name__} must say where it is mounted: add URL_PREFIX, for example 'desk/'"
        )
    return prefix


def _packages_with(file_name: str) -> Iterator[str]:
    for layer in LAYERS:
        for name in layer:
            for file in sorted((PACKAGE_ROOT / name).rglob(file_name)):
                yield ".".join(("shirehall", *file.parent.relative_to(PACKAGE_ROOT).parts))
