"""Every file that ships passes the published schema as well as the loader, and a slip in shape passes neither."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.problems import DefinitionError
from shirehall.kernel.schema import schema
from shirehall.kernel.source import Map, Node, Scalar, Sequence, read_yaml
from shirehall.kernel.version import load

ROOT = Path(__file__).parents[3]
FOLDERS = sorted(
    path.parent for place in ("services", "examples") for path in (ROOT / place).glob("*/service.yaml")
)
SORTS = {"service.yaml": "service", "rules.yaml": "rules", "rates.yaml": "rates", "examples.yaml": "examples"}
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")


def as_an_editor_reads(node: Node) -> Any:
    """A node typed as YAML 1.2 types it, which is what editors hold to the schema."""
    match node:
        case Scalar(text, quoted):
            if quoted:
                return text
            if text in ("true", "false"):
                return text == "true"
            return json.loads(text) if NUMBER.match(text) else text
        case Sequence(items):
            return [as_an_editor_reads(item) for item in items]
        case Map(items):
            return {key: as_an_editor_reads(item) for key, item in items.items()}


def faults(sort: str, text: str, known: Mapping[str, Any]) -> list[str]:
    validator = jsonschema_rs.validator_for({**known, "anyOf": [{"$ref": f"#/$defs/{sort}"}]})
    found = validator.iter_errors(as_an_editor_reads(read_yaml("file.yaml", text)))
    return [f"{list(error.instance_path)}: {error.message}" for error in found]


def texts_of(folder: Path) -> dict[str, str]:
    paths = [path for path in folder.rglob("*") if path.suffix in (".yaml", ".md")]
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in paths}
    for path in (ROOT / "services" / "_shared").glob("*.yaml"):
        texts[f"_shared/{path.name}"] = path.read_text()
    return texts


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_shipped_file_passes_the_schema_with_and_without_its_own_names(folder: Path) -> None:
    texts = texts_of(folder)
    for known in (schema(), schema(load(texts))):
        for file, sort in SORTS.items():
            if file in texts:
                assert faults(sort, texts[file], known) == []


def test_the_shared_pages_pass_the_schema() -> None:
    for path in (ROOT / "services" / "_shared").glob("*.yaml"):
        assert faults("shared", path.read_text(), schema()) == []


def test_the_published_schema_is_the_one_that_is_made() -> None:
    published = (ROOT / "docs" / "reference" / "service.schema.json").read_text()
    assert json.loads(published) == schema(), (
        "write it again: shirehall schema > docs/reference/service.schema.json"
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema_rs.meta.validate(schema())


BODY = """
pages:
  - page: one
    questions:
      - {fact: kind, ask: "What kind?", type: choice, options: {red: Red, green: Green}}
      - {fact: size, ask: "What size?", type: integer, between: [0, 9]}
"""
RULES = """
tables:
  - table: outcome
    hit: first
    gives: {outcome: outcome}
    rows:
      - {row: red, when: {kind: red, size: over most}, then: refuse, because: "Red."}
      - {row: rest, otherwise: yes, then: approve, because: "Not red."}
"""
RATES = "rates: [{rate: most, type: integer, dated: [{from: 2026-01-01, is: 3, source: x}]}]"


@pytest.mark.parametrize(("file", "wrong", "right"), [
    ("service.yaml", "ask:", "asks:"), ("service.yaml", "type: integer", "type: number"), ("rules.yaml", "then: refuse, ", ""),
    ("service.yaml", "lawful_basis: public task\n", ""), ("rules.yaml", "hit: first", "hit: last"),
    ("rates.yaml", "dated:", "date:"), ("rates.yaml", ", source: x", ""), ("rules.yaml", "rows:", "row:"),
])  # fmt: skip
def test_a_slip_in_shape_passes_neither(file: str, wrong: str, right: str) -> None:
    texts = tiny_texts(BODY, RULES, RATES)
    assert faults(SORTS[file], texts[file], schema()) == []
    texts[file] = texts[file].replace(wrong, right)
    assert faults(SORTS[file], texts[file], schema())
    with pytest.raises(DefinitionError):
        load(texts)


@pytest.mark.parametrize(
    ("wrong", "right"), [("kind: red", "kind: blue"), ("size: over", "sizee: over"), ("over most", "most of")]
)
def test_with_a_version_its_own_names_are_known(wrong: str, right: str) -> None:
    texts = tiny_texts(BODY, RULES, RATES)
    own = schema(load(texts))
    assert faults("rules", texts["rules.yaml"], own) == []
    assert faults("rules", texts["rules.yaml"].replace(wrong, right), schema()) == []
    assert faults("rules", texts["rules.yaml"].replace(wrong, right), own)
