"""A module reads in one sitting."""

from tests.repository.tree import shown, tracked

LONG, TOO_LONG = 300, 400


def lengths() -> dict[str, int]:
    """Give the lines of every module but the migrations, which are written by machine."""
    return {
        shown(path): len(path.read_text().splitlines())
        for path in tracked("*.py")
        if "migrations" not in path.parts
    }


def test_no_module_is_too_long() -> None:
    assert {name: length for name, length in lengths().items() if length > TOO_LONG} == {}


def test_every_app_says_what_it_is_for() -> None:
    silent = [
        shown(apps.parent) for apps in tracked("src/**/apps.py") if not (apps.parent / "README.md").is_file()
    ]
    assert silent == []
