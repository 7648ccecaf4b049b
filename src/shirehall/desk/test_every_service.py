"""Every example of every service, decided at the desk: the officer gives what was missing, to the same outcome, amounts
and reasons as the rules alone."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from shirehall.casework.api import current_decision, publish, submit
from shirehall.casework.models import Case
from shirehall.design.fields import html_name
from shirehall.desk.conftest import AT, MakeOfficer, SignIn, do, page_of
from shirehall.desk.offered import DERIVED_TYPES
from shirehall.kernel.api import CHANNELS, Answer, Version, load, read_facts, run_example, show
from shirehall.kernel.examples import Example, load_examples
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.questions import TYPES, Asked
from shirehall.kernel.values import Value
from shirehall.kernel.words import question_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


def texts_of(folder: Path) -> dict[str, str]:
    """The texts of a service folder with what is shared."""
    files = {
        str(path.relative_to(folder)): path for path in folder.rglob("*") if path.suffix in (".yaml", ".md")
    }
    files |= {f"_shared/{path.name}": path for path in (ROOT / "services" / "_shared").glob("*.yaml")}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


FOLDERS = [
    each.parent
    for root in ("services", "examples")
    for each in sorted((ROOT / root).glob("*/service.yaml"))
    if set(load(texts_of(each.parent)).service.channels) & set(CHANNELS)
]
"""Those that residents apply for: the others are worked on pages of their own."""


def send(version: Version, example: Example, answers: Mapping[str, Answer], at: datetime) -> Case:
    """The example's case, as a register or an officer would bring it in."""
    given = {
        name: replace(each, source="officer", by="ada", note="An example") for name, each in answers.items()
    }
    receipt = submit(
        service=version.service.name, answers=given, channel=version.service.channels[0], by="ada", at=at,
        authority=example.authority, idempotency_key=secrets.token_hex(8),
    )  # fmt: skip
    return Case.objects.get(pk=receipt.case_id)


def boxes(version: Version, field: str, fact: str, value: Value) -> dict[str, Any]:
    """What an officer types for a value."""
    question, known = question_of(version.service, fact), version.service.facts[fact]
    kind = TYPES[question.type if question else DERIVED_TYPES[known.kind]]
    asked = question.asked if question else Asked(fact, fact, fact, options=known.options)
    return {html_name(field, box): texts for box, texts in kind.raw(asked, value).items()}


def left_out(version: Version, answers: Mapping[str, Answer]) -> str:
    """The fact that is given at the desk: one that is worked out, else an amount of money, else any that can be typed."""
    facts = version.service.facts
    known = [
        name
        for name, answer in answers.items()
        if answer.state == "known" and facts[name].kind in (*DERIVED_TYPES, "money_per", "choices")
    ]
    derived = [name for name in known if facts[name].origin in ("worked_out", "looked_up")]
    money = [name for name in known if facts[name].kind == "money"]
    return next(iter([*derived, *money, *known]), "")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_desk_decides_as_the_rules_do(make_officer: MakeOfficer, sign_in: SignIn, folder: Path) -> None:
    publish(texts=texts_of(folder), by="ada", at=AT)
    version = load(texts_of(folder))
    client = sign_in(make_officer("officer", version.service.owner))
    examples = [each for each in load_examples(version, Faults()) if not each.evidence]
    for example in examples:
        at = datetime.combine(example.on, time(12), UTC)
        answers = dict(read_facts(version, example.answers, on=example.on))
        fact = left_out(version, answers)
        case = send(version, example, {name: each for name, each in answers.items() if name != fact}, at)
        if fact:
            give(client, version, case, fact, answers[fact].value)
        judge(client, version, case, example)
        wanted, found = run_example(version, example), current_decision(case)
        assert found is not None
        same = (found.outcome, found.body["amounts"], [each["text"] for each in found.body["reasons"]])
        assert same == (wanted.outcome, dict(wanted.amounts), [each.text for each in wanted.reasons]), (
            example.name
        )
    last = page_of(client.get(f"/desk/case/{case.reference}/"))
    assert all(show(version, name, value) in last for name, value in wanted.amounts.items())


def give(client: Client, version: Version, case: Case, fact: str, value: Value | None) -> None:
    """The officer types what was missing."""
    assert value is not None
    case.refresh_from_db()
    typed = boxes(version, "change-value", fact, value)
    about = {"change-purpose": "correction", "change-reason": "Seen on paper", "key": secrets.token_hex(4)}
    sent = {**typed, **about, "seen": case.last_sequence}
    response = client.post(f"/desk/case/{case.reference}/change/{fact}/", sent)
    assert response.status_code == 302, (fact, value)


def judge(client: Client, version: Version, case: Case, example: Example) -> None:
    """The officer judges what the example has judged."""
    for name, given in example.judgements.items():
        question = question_of(version.service, name)
        assert question is not None
        value = TYPES[question.type].from_json(question.asked, given, on=example.on)
        typed = boxes(version, f"judge-{name}-answer", name, value)
        stripped = {key.removeprefix(f"judge-{name}-"): texts for key, texts in typed.items()}
        response = do(client, case, f"judge-{name}", **stripped, reason="As the example says")
        assert response.status_code == 302, (name, given)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_page_of_a_case_opens(
    make_officer: MakeOfficer,
    sign_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    folder: Path,
) -> None:
    publish(texts=texts_of(folder), by="ada", at=AT)
    version = load(texts_of(folder))
    client = sign_in(make_officer("officer", version.service.owner))
    example = load_examples(version, Faults())[0]
    case = send(version, example, read_facts(version, example.answers, on=example.on), AT)
    with django_assert_max_num_queries(40):
        page = page_of(client.get(f"/desk/case/{case.reference}/?why=1"))
    for each in page.split('<option value="')[1:]:
        fact = each.split('"')[0]
        if fact in version.service.facts and 'name="fact"' in page:
            with django_assert_max_num_queries(40):
                assert client.get(f"/desk/case/{case.reference}/change/{fact}/").status_code == 200, fact
    with django_assert_max_num_queries(40):
        assert client.get(f"/desk/services/{version.service.name}/1/").status_code == 200
