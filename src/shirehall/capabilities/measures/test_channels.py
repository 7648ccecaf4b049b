"""The figures of the ways in: on a case begun alone and ended with an officer, and in public where numbers are small."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shirehall.capabilities.measures.actions import drain_all
from shirehall.capabilities.measures.conftest import SignIn
from shirehall.capabilities.measures.counts import Asked, Counts
from shirehall.capabilities.measures.figures import channels, shift
from shirehall.capabilities.measures.periods import period_called
from shirehall.capabilities.measures.words import Words
from shirehall.casework.api import save_draft, submit
from shirehall.casework.conftest import HOME, PERSON, answers_of
from shirehall.partnership.api import current_partnership, load_partnership

ON = date(2026, 11, 20)
TEAM = "customer_services"
DESK, PAGE = "/desk/measures/bins/", "/measures/bins/"


def counts_made(*, public: bool = False, **made: Any) -> Counts:
    """Counts as a page reads them."""
    period = period_called("year", ON)
    assert period is not None
    counts = Counts(Asked("bins", period, None, public, ON), Words())
    for name, value in made.items():
        getattr(counts, name).update(value)
    return counts


@pytest.mark.django_db
@pytest.mark.usefixtures("bins")
def test_what_is_begun_alone_and_ended_with_an_officer_counts_answer_by_answer(sign_in: SignIn) -> None:
    at = timezone.now() - timedelta(days=1)
    load_partnership(by="test", at=at)
    whole = answers_of({**PERSON, **HOME, "people": 5})
    officer, resident = {"by": "ada@example.org", "channel": "phone"}, {"by": "resident", "channel": "web"}
    first = min(whole)
    answers = {name: _by(each, **(resident if name == first else officer)) for name, each in whole.items()}
    draft = save_draft(
        draft=None, service="bins", answers={first: answers[first]}, channel="web", by="resident",
        at=at - timedelta(minutes=30), authority="north_dorset",
    )  # fmt: skip
    submit(
        service="bins", answers=answers, channel="phone", by="ada@example.org", at=at, authority="north_dorset",
        idempotency_key="mixed", draft=draft,
    )  # fmt: skip
    drain_all(at=at)
    desk = sign_in("team_leader", TEAM)
    rows = {row["code"]: row for row in desk.get(DESK + "without_help.json").json()["rows"]}
    assert (rows[first]["alone"], rows[first]["helped"], rows[first]["share"]) == (1, 0, 1.0)
    others = [row for code, row in rows.items() if code != first]
    assert others
    assert all((row["alone"], row["helped"], row["share"]) == (0, 1, 0.0) for row in others)
    begun = desk.get(DESK + "by_channel.json").json()["rows"]
    assert [(row["code"], row["begun"], row["sent"]) for row in begun] == [("web", 1, 1)]
    took = desk.get(DESK + "time_to_send.json").json()
    assert took["rows"][0]["code"] == "web"
    assert 30 * 60 <= took["totals"]["median_seconds"] <= 33 * 60
    assert desk.get(DESK + "shift.json").json()["rows"][0]["code"].endswith("/phone")
    assert "cases/?" in desk.get(DESK).content.decode()


def _by(answer: Any, **about: str) -> Any:
    return type(answer)(
        answer.state, answer.value, source=answer.source, at=answer.at, note=answer.note, **about
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("bins")
def test_the_public_page_shows_no_small_number_by_a_share_or_a_cost(client: Client) -> None:
    at = timezone.now() - timedelta(days=1)
    load_partnership(by="test", at=at)
    for number in range(7):
        answers = {
            name: _by(each, by="resident", channel="web") for name, each in answers_of({"people": 3}).items()
        }
        channel = "web" if number < 6 else "phone"
        submit(
            service="bins", answers=answers, channel=channel, by="resident", at=at, authority="north_dorset",
            idempotency_key=f"k{number}",
        )  # fmt: skip
    drain_all(at=at)
    for code in ("shift", "cost"):
        rows = client.get(f"{PAGE}{code}.json").json()["rows"]
        assert {row["count"] for row in rows} == {"not shown", "fewer than 5"}
        assert {row.get("share") for row in rows} == {None}
        assert {row.get("pence") for row in rows} == {None}
    assert client.get(f"{PAGE}cost.json").json()["totals"]["pence"] == 0


def test_a_cost_is_the_one_in_force_when_the_application_came() -> None:
    partnership = current_partnership()
    before, after = date(2025, 3, 1), date(2025, 4, 1)
    old, new = partnership.cost_of("web", before), partnership.cost_of("web", after)
    assert old is not None
    assert new is not None
    assert (old.pence, new.pence) == (22, 19)
    assert partnership.cost_of("web", date(2000, 1, 1)) is None
    drawn = shift.cost(counts_made(came_by=Counter({(before, "web"): 10, (after, "web"): 100})))
    assert drawn.totals == {"pence_each": round((220 + 1900) / 110), "pence": 2120, "applications": 110}
    assert drawn.rows[0].cells[1:3] == (110, 19)
    assert "£0.19" in drawn.sentence


def test_what_has_no_cost_set_is_said_to_have_none() -> None:
    drawn = shift.cost(counts_made(came_by=Counter({(ON, "web"): 10, (ON, "pigeon"): 20})))
    pigeon = next(row for row in drawn.rows if row.code == "pigeon")
    assert pigeon.cells[1:] == (20, None, "", "not set", None)
    assert drawn.totals["applications"] == 10
    assert not shift.cost(counts_made(came_by=Counter({(ON, "pigeon"): 20}))).rows


def test_shares_of_a_stretch_add_up_and_are_drawn_over_time() -> None:
    came = {(date(2026, 9, 1), "web"): 60, (date(2026, 9, 1), "phone"): 40,
            (date(2026, 10, 1), "web"): 80, (date(2026, 10, 1), "phone"): 20}  # fmt: skip
    drawn = shift.shift(counts_made(came_by=Counter(came)))
    assert [row.cells[2:] for row in drawn.rows] == [(60, 0.6), (40, 0.4), (80, 0.8), (20, 0.2)]
    assert "60%" in drawn.sentence
    assert "80%" in drawn.sentence
    assert "<svg" in drawn.svg


def test_in_public_a_way_with_few_drafts_is_not_told_nor_one_beside_it() -> None:
    drafts = {
        ("draft_started", "web"): Counter({"": 90}), ("draft_sent", "web"): Counter({"": 80}),
        ("draft_started", "sms"): Counter({"": 30}), ("draft_sent", "sms"): Counter({"": 20}),
        ("draft_started", "phone"): Counter({"": 3}), ("draft_sent", "phone"): Counter({"": 3}),
        ("page_reached", "phone"): Counter({"you": 3}), ("page_reached", "web"): Counter({"you": 90}),
        ("page_done", "web"): Counter({"you": 60}), ("page_reached", "sms"): Counter({"you": 30}),
    }  # fmt: skip
    public = channels.by_channel(counts_made(public=True, drafts=drafts))
    assert {row.code: row.cells[1] for row in public.rows} == {
        "web": 90,
        "sms": "not shown",
        "phone": "not shown",
    }
    exact = channels.by_channel(counts_made(drafts=drafts))
    assert {row.code: row.cells[1] for row in exact.rows} == {"web": 90, "sms": 30, "phone": 3}
    stopped = channels.stops(counts_made(public=True, drafts=drafts))
    assert {row.code: row.cells[4] for row in stopped.rows} == {
        "phone/you": "not shown", "sms/you": "not shown", "web/you": 30,
    }  # fmt: skip


def test_in_public_a_question_with_few_answers_of_a_kind_tells_neither() -> None:
    answered = {
        "answered": Counter({"name:alone": 50, "name:helped": 3, "bins:alone": 30, "bins:helped": 20})
    }
    rows = {
        row.code: row.cells[1:]
        for row in channels.without_help(counts_made(public=True, by_key=answered)).rows
    }
    assert rows == {"name": ("not shown", "not shown", None), "bins": (30, 20, 0.6)}
    rows = {row.code: row.cells[1:] for row in channels.without_help(counts_made(by_key=answered)).rows}
    assert rows["name"] == (50, 3, 50 / 53)
