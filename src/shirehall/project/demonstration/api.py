"""Fills an empty database, and says who may sign in."""

import os
import random
import zoneinfo
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from shirehall.capabilities.gazetteer.api import invented_addresses
from shirehall.capabilities.measures.api import drain_all
from shirehall.casework.api import (
    RESIDENT,
    cancel_steps,
    current_version,
    is_for_residents,
    published_services,
    record_draft,
    save_draft,
    submit,
)
from shirehall.casework.models import Case, Draft
from shirehall.channels.api.demonstration import make_demonstration_key
from shirehall.kernel.api import Answer, Version, journey
from shirehall.partnership import api as partnership
from shirehall.project.demonstration.drawing import draw_answers, moment_of, read_spread
from shirehall.project.demonstration.finance import COUNT as INVOICES
from shirehall.project.demonstration.finance import make_demonstration_invoices
from shirehall.project.demonstration.lives import Life
from shirehall.project.demonstration.people import invent
from shirehall.project.demonstration.reaching import make_ways
from shirehall.project.folders import known_services

SEED = 1897
CASES_EACH = 60
DAYS = 730
TOGETHER = 50
STILL_FRESH = timedelta(days=3)
CHANNELS = {
    "web": (44, 74),
    "sms": (0, 6),
    "keypad": (0, 3),
    "assisted": (22, 9),
    "phone": (20, 10),
    "paper": (14, 4),
}
"""The weight of each channel at the beginning of the span and at its end: people go over to what they can do alone."""
ALONE = ("web", "sms", "keypad")
LONDON = zoneinfo.ZoneInfo("Europe/London")


def fill_once(*, at: datetime, say: Callable[[str], Any], cases: int | None = None) -> int:
    """Officers always; invented cases only where there is no case yet. Gives how many were made."""
    officers = partnership.make_demonstration_officers(by="demonstration", at=at)
    make_demonstration_key(by="demonstration", at=at)
    if Case.objects.exists():
        return 0
    say("Making invented residents and their cases of two years. This is done once.")
    made = 0
    if cases is None and (set_to := os.environ.get("SHIREHALL_DEMO_CASES", "")).isdecimal():
        cases = int(set_to)
    for row in published_services():
        if not is_for_residents(current_version(row.service).service):
            continue
        spread = read_spread(known_services().get(row.service))
        wanted = int(spread.get("cases", CASES_EACH)) if cases is None else cases
        at_home = at.astimezone(LONDON)
        for first in range(0, wanted, TOGETHER):
            # Invented cases need no promise of storage each, so they share a commit.
            with transaction.atomic():
                for number in range(first, min(first + TOGETHER, wanted)):
                    officer = officers[number % len(officers)].email if officers else "demonstration"
                    made += _make_case(row.service, spread, number, wanted, at_home, officer)
            say(f"  {made} cases")
    if officers:
        make_ways(at=at, officer=officers[0].email)
    made += make_demonstration_invoices(
        at=at, say=say, count=INVOICES if cases is None else min(INVOICES, cases)
    )
    drain_all(at=at)
    say(f"  {made} invented cases stand, and are counted.")
    return made


def _make_case(service: str, spread: Any, number: int, wanted: int, at: datetime, officer: str) -> int:
    chance = random.Random(f"{SEED}-{service}-{number}")  # noqa: S311 - invention, not secrecy
    version = current_version(service)
    began = moment_of((at - timedelta(days=_days_ago(number, wanted, _span(version, at)))).date(), chance, at)
    if began >= at:
        began = at - timedelta(minutes=chance.randint(2, 600))
    offered = version.service.offered_by
    homes = tuple(home for home in invented_addresses() if not offered or home.authority in offered)
    pension = chance.random() < float(spread.get("pension_age_share", 0.1))
    person = invent(chance, number, homes, began.date(), pension_age=pension)
    authority = person.address.authority or next(iter(offered), "")
    channel = _channel(version, chance, (number + 1) / wanted)
    by = RESIDENT if channel in ALONE else officer
    about: dict[str, Any] = {"source": "resident", "channel": channel, "by": by, "at": began}
    answers = draw_answers(
        version, person, chance, _with_age(spread, pension), on=began.date(), authority=authority, **about
    )
    way = Way(channel, by, _begun_alone(began) if channel in ("phone", "assisted") else 0)
    walks = channel not in ("paper", "api")
    draft, finished = _walk(version, answers, chance, began, authority, way) if walks else (None, True)
    if not finished:
        return 0
    receipt = submit(
        service=service, answers=answers, channel=channel, by=by, at=began, authority=authority,
        idempotency_key=f"demonstration-{service}-{number}", draft=draft, plan_steps=at - began < STILL_FRESH,
    )  # fmt: skip
    case = Case.objects.get(pk=receipt.case_id)
    Life(case, chance, until=at, officer=officer, number=case.pk).live()
    if at - began >= STILL_FRESH:
        # What would have been sent in the past is not sent now.
        cancel_steps(before=at, at=at, by="demonstration", case=case)
    return 1


def _span(version: Version, at: datetime) -> int:
    """Two years, or the days since all amounts of a service are known: before that an officer decides everything."""
    begun = [rate.dated[0].from_on for rate in version.service.rates.values()]
    return min(DAYS, (at.date() - max(begun)).days) if begun else DAYS


def _days_ago(number: int, wanted: int, span: int) -> int:
    """Spread over the span, a little more of late."""
    return int(span * (1 - (number + 1) / wanted) ** 1.2)


def _with_age(spread: Any, pension: bool) -> Any:
    """A fact that says whether a person is of pension age agrees with the date of birth."""
    fact = spread.get("pension_age_fact")
    return {**spread, "answers": {**spread.get("answers", {}), fact: {pension: 1}}} if fact else spread


def _channel(version: Version, chance: random.Random, late: float) -> str:
    """A way in. `late` goes from 0 at the beginning of the span to 1 at its end."""
    weights = {name: first + (last - first) * late for name, (first, last) in CHANNELS.items()}
    open_to = {name: weight for name, weight in weights.items() if name in version.service.channels} or {
        "web": 1
    }
    return chance.choices(list(open_to), list(open_to.values()))[0]


class Way(NamedTuple):
    """How somebody goes through a form: `alone` is how many pages they fill in on the web before an officer helps."""

    channel: str
    by: str
    alone: int = 0

    def of(self, index: int) -> tuple[str, str]:
        """By which channel, and by whom, a page is filled in."""
        return ("web", RESIDENT) if index < self.alone else (self.channel, self.by)


def _begun_alone(began: datetime) -> int:
    """One in four who are helped has begun alone. It draws from a source of its own: all else stays as it was."""
    chance = random.Random(f"alone-{began.isoformat()}")  # noqa: S311 - invention, not secrecy
    return chance.randint(1, 4) if chance.random() < 0.25 else 0


def _walk(
    version: Version,
    answers: dict[str, Answer],
    chance: random.Random,
    at: datetime,
    authority: str,
    way: Way,
) -> tuple[Draft | None, bool]:
    """Walks the pages as a visitor would, for the measures, and says in `answers` how each was given. One in eight
    stops on the way (with an officer one in forty) and leaves a draft behind: then the second part is false."""
    found = journey(version, answers, on=at.date(), authority=authority)
    pages = [state.page for state in found.pages if state.state == "asked"]
    stops_at = (
        chance.randrange(len(pages))
        if chance.random() < (0.12 if way.by == RESIDENT else 0.025)
        else len(pages)
    )
    draft: Draft | None = None
    kept: dict[str, Answer] = {}
    # Who fills in a form began it some minutes before sending it.
    pace = random.Random(at.isoformat())  # noqa: S311 - invention, not secrecy
    at -= timedelta(minutes=len(pages) * max(2, pace.lognormvariate(0.9, 0.7)))
    for index, page in enumerate(pages[: stops_at + 1]):
        names = (page.repeat,) if page.repeat else tuple(question.fact for question in page.questions)
        channel, by = way.of(index)
        if draft is not None:
            record_draft(draft=draft, kind="page_seen", by=by, at=at, page=page.name, channel=channel)
        if index == stops_at:
            break
        answers |= {name: replace(answers[name], channel=channel, by=by) for name in names if name in answers}
        kept |= {name: answers[name] for name in names if name in answers}
        at += timedelta(seconds=chance.randint(15, 110))
        draft = save_draft(
            draft=draft, service=version.service.name, answers=kept, channel=channel, by=by, at=at, page=page.name,
            authority=authority,
        )  # fmt: skip
    return draft, stops_at == len(pages)


def demonstration_lines() -> list[str]:
    """What `make run` prints: who may sign in, and with what."""
    lines = ["", "Demonstration officers (sign in at /desk/; the second code is shown there):"]
    lines += [f"  {each.email:34} {each.role:14} {each.team}" for each in partnership.shown_officers()]
    return [*lines, f"  password: {partnership.shared_password()}"]
