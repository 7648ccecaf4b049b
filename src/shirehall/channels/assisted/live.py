"""What stands beside the form: the pages with their state, and what the rules say so far."""

from collections.abc import Collection, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.channels.assisted.helping import Helping
from shirehall.channels.assisted.sheets import sheet_of
from shirehall.channels.assisted.words import amounts_of, capital, outcome_word, outcomes_in_words
from shirehall.kernel.api import Page, PageState, Turn, label
from shirehall.kernel.definition import EvidenceAsked

MOST_MISSING = 6


def turn_url(reference: str, turn: Turn) -> str:
    """The card of a turn."""
    if turn.item:
        return reverse("assisted_item_card", args=[reference, turn.page, turn.item, turn.fact])
    if turn.fact:
        return reverse("assisted_card", args=[reference, turn.page, turn.fact])
    return reverse("assisted_list_card", args=[reference, turn.page])


def page_url(reference: str, page: str) -> str:
    """The page of the form."""
    return reverse("assisted_page", args=[reference, page])


def place_url(helping: Helping, turn: Turn, *, script: bool) -> str:
    """Where a turn is asked, by card or by form."""
    if script:
        return turn_url(helping.reference, turn)
    sheet = sheet_of(helping.application.journey, turn.page)
    first = sheet[0].page.name if sheet else turn.page
    place = f"#at-{turn.fact}" if turn.fact and not turn.item else ""
    return page_url(helping.reference, first) + place


def sections(helping: Helping, current: Collection[str], *, script: bool) -> list[dict[str, Any]]:
    """Every page that is asked or may come, in order, with its state and its address."""
    found = []
    for state in helping.application.journey.pages:
        if state.state == "not_applicable":
            continue
        word, kind = _state_word(helping, state)
        found.append(
            {
                "title": state.page.title, "word": word, "kind": kind, "current": state.page.name in current,
                "href": "" if state.state == "not_yet" else place_url(helping, _first(state), script=script),
            }
        )  # fmt: skip
    check = {
        "title": _("Check and send"), "word": "", "kind": "", "current": "check" in current,
        "href": reverse("assisted_check", args=[helping.reference]) if helping.application.journey.next is None else "",
    }  # fmt: skip
    return [*found, check]


def _first(state: PageState) -> Turn:
    if state.page.repeat or not state.questions:
        return Turn(state.page.name)
    return Turn(state.page.name, state.questions[0].fact)


def _state_word(helping: Helping, state: PageState) -> tuple[str, str]:
    if state.state == "not_yet":
        return _("later"), "neutral"
    if state.complete and (state.questions or state.page.repeat):
        return _("done"), "done"
    answers = helping.application.answers
    begun = state.page.repeat in answers or any(each.fact in answers for each in state.questions)
    return (_("begun"), "working") if begun else (_("to do"), "new")


def live(helping: Helping, pages: Sequence[Page] = (), *, script: bool) -> dict[str, Any]:
    """What the rules say of the answers as they stand. `pages` are those that are open: evidence for what they
    ask stands first."""
    application = helping.application
    decision, version = application.decision(), application.version
    asked_here = {question.fact for page in pages for question in page.questions} | {
        page.repeat for page in pages
    }
    waiting = [
        {"text": capital(label(version, fact)), "href": _where(helping, fact, script=script)}
        for fact in decision.missing_facts
    ]
    evidence = [each for each in version.service.evidence if each.name in decision.missing_evidence]
    evidence.sort(key=lambda each: not asked_here.intersection(_behind(version.reads, each)))
    complete = application.journey.next is None
    return {
        "outcome": outcome_word(decision.outcome) if complete or decision.outcome != "incomplete" else None,
        "possible": outcomes_in_words(decision.possible) if decision.outcome == "incomplete" else [],
        "amounts": amounts_of(version, decision),
        "reasons": [each.text for each in decision.reasons],
        "missing": waiting[:MOST_MISSING],
        "more_missing": max(0, len(waiting) - MOST_MISSING),
        "evidence": [{"title": each.title, "accept": list(each.accept.values())} for each in evidence],
    }


def _behind(reads: Any, evidence: EvidenceAsked) -> set[str]:
    """The facts that evidence proves, and those they are worked out of."""
    found = set(evidence.proves)
    for name in evidence.proves:
        found.update(reads.get(name, ()))
    return found


def _where(helping: Helping, fact: str, *, script: bool) -> str:
    for state in helping.application.journey.pages:
        if state.state != "asked":
            continue
        if state.page.repeat == fact:
            return place_url(helping, Turn(state.page.name), script=script)
        if any(each.fact == fact for each in state.questions):
            return place_url(helping, Turn(state.page.name, fact), script=script)
    return ""
