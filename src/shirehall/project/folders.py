"""Finds service folders on disk and reads their texts: the kernel is given texts, it opens no file."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from shirehall.kernel.problems import DefinitionError, Problem
from shirehall.kernel.source import LARGEST_FILE
from shirehall.project.environment import read_list, read_text, shipped_folder

SHARED = "_shared"


def service_roots() -> tuple[Path, ...]:
    """The folders that hold services: what ships, then those that SHIREHALL_SERVICES names."""
    further = read_list("SHIREHALL_SERVICES", separator=":")
    return (shipped_folder("services"), *(Path(folder) for folder in further))


def partnership_folder() -> Path:
    """The folder of the partnership's data."""
    return Path(read_text("SHIREHALL_PARTNERSHIP", str(shipped_folder("partnership") / "dorset")))


def service_folders(roots: Iterable[Path] | None = None) -> dict[str, Path]:
    """Every service folder by name; a later root wins, so that a council's own stands in for what ships."""
    found: dict[str, Path] = {}
    for root in service_roots() if roots is None else roots:
        if (root / "service.yaml").is_file():
            found[root.name] = root
        elif root.is_dir():
            found |= {
                folder.name: folder
                for folder in sorted(root.iterdir())
                if (folder / "service.yaml").is_file()
            }
    return found


def read_texts(folder: Path) -> dict[str, str]:
    """The texts of one service folder by path within it, with the shared page sets beside it.

    Raises DefinitionError where a file is too large or not UTF-8 text.
    """
    files = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if _belongs(folder, path)
    }
    for root in (shipped_folder("services"), folder.parent):
        if (root / SHARED).is_dir():
            files |= {f"{SHARED}/{path.name}": path for path in sorted((root / SHARED).glob("*.yaml"))}
    texts = {name: _read(name, path) for name, path in files.items()}
    # Only the page sets that the service names are part of it: another's change is not a new version.
    named = texts.get("service.yaml", "")
    return {
        name: text
        for name, text in texts.items()
        if not name.startswith(f"{SHARED}/") or Path(name).name.split(".")[0] in _shared_names(named)
    }


def _shared_names(text: str) -> frozenset[str]:
    return frozenset(
        part.split(":", 1)[1].strip(" \"'{}").split("#")[0].strip(" \"'{}")
        for part in text.splitlines()
        if part.strip().lstrip("- {").startswith("shared:")
    )


def _belongs(folder: Path, path: Path) -> bool:
    parts = path.relative_to(folder).parts
    if not path.is_file() or any(part.startswith(".") for part in parts):
        return False
    if len(parts) == 1:
        return path.name in ("service.yaml", "rules.yaml", "rates.yaml", "examples.yaml", "CHANGES.md")
    return len(parts) == 2 and (parts[0], path.suffix) in (("messages", ".md"), ("languages", ".yaml"))


def _read(name: str, path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise DefinitionError(
            [Problem(name, 0, "", f"the file is over {LARGEST_FILE // 1000} kB", "split the service")]
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise DefinitionError(
            [Problem(name, line, "", "the file is not UTF-8 text", "save it as UTF-8")]
        ) from error


def find_service(name: str) -> Path | None:
    """The folder of a service, by its name or by a path."""
    path = Path(name)
    if (path / "service.yaml").is_file():
        return path
    return service_folders().get(name)


def known_services() -> Mapping[str, Path]:
    """All services by name."""
    return service_folders()


def unknown_service(name: str) -> str:
    """What to say of a name that no service has."""
    return f"there is no service {name!r}. There are: {', '.join(known_services())}"
