"""Each way to break the order of the layers is planted in a copy of the source, and is refused by name."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.repository.tree import ROOT

NOT_COPIED = shutil.ignore_patterns(
    "__pycache__", "static", "jinja2", "styles", "locale", "test_*.py", "*.css", "*.svg"
)
CONTRACTS = "tests/repository/front_door.py"

# Name of the fault: the files that are planted, and what the refusal must name.
FAULTS: Mapping[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "the kernel imports Django": (
        {"kernel/planted.py": "import django.db\n"},
        ("shirehall.kernel is not allowed to import django", "shirehall.kernel.planted"),
    ),
    "the kernel reads the clock": (
        {"kernel/planted.py": "import time\n"},
        ("shirehall.kernel is not allowed to import time", "shirehall.kernel.planted"),
    ),
    "casework imports a capability": (
        {
            "capabilities/gazetteer/api.py": "",
            "casework/planted.py": "import shirehall.capabilities.gazetteer.api\n",
        },
        ("shirehall.casework is not allowed to import shirehall.capabilities", "shirehall.casework.planted"),
    ),
    "a capability enters another behind its front door": (
        {
            "capabilities/gazetteer/planted.py": "",
            "capabilities/documents/__init__.py": "",
            "capabilities/documents/planted.py": "import shirehall.capabilities.gazetteer.planted\n",
        },
        (
            "shirehall.capabilities.documents.planted imports shirehall.capabilities.gazetteer.planted",
            "shirehall.capabilities.gazetteer.api",
        ),
    ),
    "a capability imports one above it": (
        {
            "capabilities/messages/__init__.py": "",
            "capabilities/messages/api.py": "",
            "capabilities/gazetteer/planted.py": "import shirehall.capabilities.messages.api\n",
        },
        (
            "shirehall.capabilities.gazetteer is not allowed to import shirehall.capabilities.messages",
            "shirehall.capabilities.gazetteer.planted",
        ),
    ),
    "a record imports a screen": (
        {
            "casework/views.py": "",
            "casework/models/planted.py": "import shirehall.casework.views\n",
        },
        ("shirehall.casework.models is not allowed to import shirehall.casework.views", "models.planted"),
    ),
    "one channel imports another": (
        {
            "channels/web/__init__.py": "",
            "channels/planted/__init__.py": "import shirehall.channels.web\n",
        },
        ("shirehall.channels.planted is not allowed to import shirehall.channels.web",),
    ),
    "a package has no place in the layers": (
        {"spare/__init__.py": ""},
        ("spare",),
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=NOT_COPIED)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file in ("tests/__init__.py", "tests/settings.py", "tests/repository/__init__.py", CONTRACTS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def plant(copy: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        file = copy / "src" / "shirehall" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        # What is there stays, and the fault comes after it.
        file.write_text((file.read_text() if file.exists() else "") + text)


def run(copy: Path, *command: str) -> tuple[int, str]:
    """Run a command in the copy. Gives its exit code and what it said, on one line."""
    environment = os.environ | {
        "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "COLUMNS": "400",
    }
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def lint_imports(copy: Path) -> tuple[int, str]:
    return run(copy, str(Path(sys.executable).with_name("lint-imports")), "--no-cache")


def check_relations(copy: Path) -> tuple[int, str]:
    return run(copy, sys.executable, "-m", "django", "check")


def test_as_it_stands_the_order_holds(copy: Path) -> None:
    code, said = lint_imports(copy)
    assert code == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_import_is_refused(copy: Path, fault: str) -> None:
    files, named = FAULTS[fault]
    plant(copy, files)
    code, said = lint_imports(copy)
    assert code != 0
    for words in named:
        assert words in said


def test_a_planted_relation_that_runs_upwards_is_refused(copy: Path) -> None:
    record = (
        "\n\nclass Planted(models.Model):\n"
        '    case = models.ForeignKey("shirehall_casework.Case", on_delete=models.PROTECT)\n'
    )
    plant(copy, {"partnership/models.py": record})
    code, said = check_relations(copy)
    assert code != 0
    assert (
        "shirehall.partnership.models.Planted.case points at shirehall.casework.models.cases.Case, "
        "which shirehall.partnership may not know."
    ) in said
    assert "Turn it round" in said


def test_a_planted_migration_that_waits_for_an_upper_one_is_refused(copy: Path) -> None:
    text = (
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        '    dependencies = [("shirehall_casework", "0001_initial")]\n'
    )
    plant(copy, {"partnership/migrations/9999_planted.py": text})
    code, said = check_relations(copy)
    assert code != 0
    assert "The migration shirehall_partnership.9999_planted depends on shirehall_casework" in said
