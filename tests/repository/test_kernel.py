"""The kernel is given what it needs: it reads no clock and opens no file. Imports alone do not show that."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.repository.tree import shown, tracked

FORBIDDEN_CALLS = {
    "open", "input", "print", "eval", "exec", "compile",
    "now", "utcnow", "today",
    "read_text", "read_bytes", "write_text", "write_bytes", "getenv",
}  # fmt: skip
ALLOWED = {"re.compile"}


def forbidden_calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.rpartition(".")[2] in FORBIDDEN_CALLS and called not in ALLOWED:
                yield f"{shown(path)}:{node.lineno} {called}"


def test_the_kernel_reads_no_clock_and_opens_no_file() -> None:
    kernel = [
        path
        for path in tracked("src/shirehall/kernel/*.py")
        if not path.name.startswith("test_") and path.name != "conftest.py"
    ]
    assert kernel
    assert [call for path in kernel for call in forbidden_calls(path)] == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{shown(path)}:{node.lineno}"
        for path in tracked("src/*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_signal_and_no_save_of_our_own() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in tracked("src/*.py")
        if not path.name.startswith("test_")
        for node in ast.walk(ast.parse(path.read_text()))
        if (
            isinstance(node, ast.ImportFrom)
            and node.module in ("django.dispatch", "django.db.models.signals")
        )
        or (isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in path.as_posix())
    ]
    assert found == []
