"""The locks hold versions and hashes, and no download addresses."""

import json
import re

from tests.repository.tree import ROOT

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
ADDRESS = re.compile(r"https?:|file:|--index-url|--extra-index-url|--find-links|\S @ ")


def test_no_lock_names_an_address() -> None:
    for file in [*REQUIREMENTS, ROOT / "package-lock.json", ROOT / "package.json", ROOT / ".npmrc"]:
        assert ADDRESS.findall(file.read_text()) == [], file.name


def test_every_package_of_python_is_held_to_a_hash() -> None:
    assert len(REQUIREMENTS) == 3
    for file in REQUIREMENTS:
        entries = re.split(r"\n(?=\S)", file.read_text().strip())
        assert entries
        for entry in entries:
            assert "==" in entry.splitlines()[0], (file.name, entry[:60])
            assert "--hash=sha256:" in entry, (file.name, entry[:60])


def test_what_runs_is_the_same_in_both_locks() -> None:
    run, develop = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("run.txt", "develop.txt")
    )
    assert run.items() <= develop.items()


def test_every_package_of_npm_is_held_to_a_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [
        name for name, package in packages.items() if not package["integrity"].startswith("sha512-")
    ] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_each_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text().split("[tool.", maxsplit=1)[0]
    bare = [
        line
        for line in text.splitlines()
        if re.match(r'  "[A-Za-z][\w.-]*(\[.*\])?[~>=]', line) and "#" not in line
    ]
    assert bare == []
