"""The published schema and the loader agree: every file that ships passes both, and the schema is published as it is."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from shirehall.kernel.api import load, schema, sheet
from shirehall.project.folders import known_services, read_texts

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(
    path
    for folder in ("services", "examples")
    for path in (ROOT / folder).rglob("*.yaml")
    # The files of further languages have a shape of their own, which a command writes and `check` holds.
    if path.name != "demonstration.yaml" and path.parent.name != "languages" and path.stem.count(".") == 0
)


class AsWritten(yaml.SafeLoader):
    """Scalars stay texts, as the loader of the kernel reads them."""

    yaml_implicit_resolvers: dict[str, Any] = {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_that_ships_passes_the_schema(path: Path) -> None:
    held = jsonschema_rs.validator_for(schema())
    written = yaml.load(path.read_text(), AsWritten)  # noqa: S506 - a safe loader that resolves nothing
    assert not [str(error) for error in held.iter_errors(written)]


def test_what_does_not_belong_is_refused() -> None:
    held = jsonschema_rs.validator_for(schema())
    assert not held.is_valid({"service": "bins", "heading": "Bins"})
    assert not held.is_valid({"rates": [{"rate": "limit"}]})


def test_the_published_schema_is_the_one_that_is_made() -> None:
    published = ROOT / "docs" / "reference" / "service.schema.json"
    assert json.loads(published.read_text()) == schema(), (
        "run: shirehall schema > docs/reference/service.schema.json"
    )


@pytest.mark.parametrize("name", sorted(known_services()))
def test_a_service_has_its_own_schema_and_its_sheet(name: str) -> None:
    version = load(read_texts(known_services()[name]))
    facts = sorted(fact for fact in version.service.facts if "." not in fact)
    assert schema(version)["$defs"]["example"]["properties"]["answers"]["propertyNames"] == {"enum": facts}
    written = sheet(
        version,
        on=version.starts[-1] if version.starts else _a_day(),
        authority=version.service.offered_by[0],
    )
    assert written.startswith(f"# {version.service.title}\n")
    assert all(question.asked.ask in written for question in version.service.questions)
    assert all(rate.title in written for rate in version.service.rates.values())


def _a_day() -> Any:
    return yaml.safe_load("2026-06-01")
