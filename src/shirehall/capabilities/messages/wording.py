"""What a template's placeholders stand for, on a case: as Markdown for email and letters, as plain words for a text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.links import link_to
from shirehall.capabilities.messages.markup import address, escaped
from shirehall.casework.api import answer_by, kernel_decision, local_date, version_of
from shirehall.casework.models import Case, Evidence
from shirehall.casework.replaying import latest_decision
from shirehall.kernel.api import Answers, Version, answers_from_stored, fill_message, in_language
from shirehall.kernel.api import Decision as KernelDecision
from shirehall.kernel.definition import EvidenceAsked
from shirehall.kernel.questions.wording import say_date
from shirehall.kernel.words import PLACEHOLDER
from shirehall.partnership.api import authority, current_partnership, team

Form = Callable[[str], str]
_EVIDENCE = "SELECT * FROM shirehall_casework_evidence WHERE case_id = %s ORDER BY wanted_at, id"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message is about: a case with what stands on it at the time. `language` is the one we write to the person
    in, or empty for English; the version is said in it as far as the service carries it."""

    case: Case
    version: Version
    answers: Answers
    decision: KernelDecision | None
    evidence: tuple[Evidence, ...]
    language: str = ""


def matter_of(case: Case, *, decision: int = 0, evidence: Sequence[str] = (), language: str = "") -> Matter:
    """Read what a message needs: the decision of that number, else the last; the evidence named, else all owed.
    `language` is what the person wishes; else it is the one they applied in."""
    row, version = latest_decision(case, number=decision), version_of(case)
    wished = next((each for each in (language, case.language) if each in version.languages), language)
    version = in_language(version, wished)
    rows = Evidence.objects.raw(_EVIDENCE, [case.pk])
    wanted = tuple(
        each for each in rows if (each.name in evidence if evidence else each.state in Evidence.OWED)
    )
    return Matter(
        case=case, version=version, answers=answers_from_stored(version, case.facts), evidence=wanted,
        decision=kernel_decision(row, explain=False, language=version.language) if row else None, language=wished,
    )  # fmt: skip


def fill_markdown(matter: Matter, text: str) -> str:
    """The text with its placeholders said in Markdown; what people gave says only itself."""
    return _fill(matter, text, extra=_extra(matter, plain=False), form=escaped)


def fill_plain(matter: Matter, text: str) -> str:
    """The text with its placeholders said in plain words, on one line."""
    return " ".join(_fill(matter, text, extra=_extra(matter, plain=True), form=str).split())


def contact_phone(matter: Matter) -> str:
    """The telephone number of the team that owns the service, else the council's."""
    owner = team(matter.version.service.owner)
    council = authority(matter.case.authority)
    return owner.phone if owner else council.phone if council else current_partnership().phone


def council_name(authority_code: str) -> str:
    """The council's full name; the partnership's where it is not known."""
    council = authority(authority_code) if authority_code else None
    return council.name if council else current_partnership().name


def day_in_words(on: date) -> str:
    """14 March 2026"""
    return say_date(on)


def _fill(matter: Matter, text: str, *, extra: Mapping[str, Callable[[], str]], form: Form) -> str:
    said = partial(fill_message, matter.version, answers=matter.answers, decision=matter.decision, extra={})
    return PLACEHOLDER.sub(
        lambda found: (found[1] in extra and extra[found[1]]()) or form(said(found[0])), text
    )


def _extra(matter: Matter, *, plain: bool) -> dict[str, Callable[[], str]]:
    """What each placeholder says; only those that stand in a text are worked out."""
    case, form = matter.case, (str if plain else escaped)
    decision, together = matter.decision, partial(_together, plain=plain)
    reasons = [each.text for each in decision.reasons] if decision else []
    steps = [each.text for each in decision.next_steps] if decision else []
    return {
        "reference": lambda: form(case.reference),
        "name": lambda: form(case.applicant_name or _("resident")),
        "service": lambda: form(matter.version.service.title),
        "council": lambda: form(council_name(case.authority)),
        "phone": lambda: form(contact_phone(matter)),
        "applied_on": lambda: form(day_in_words(local_date(case.submitted_at))),
        "counts_from": lambda: form(day_in_words(decision.on if decision else local_date(case.submitted_at))),
        "deadline": lambda: form(day_in_words(_deadline(matter))),
        "outcome": lambda: form(_outcome(case.outcome)),
        "reason": lambda: form(
            " ".join(row.reason for row in matter.evidence if row.reason) or _("no reason given")
        ),
        "link": lambda: link_to(case) if plain else address(link_to(case)),
        "reasons": lambda: together(reasons, none=_("No reasons are recorded.")),
        "next_steps": lambda: together(steps, none=_("There is nothing you need to do now.")),
        "evidence": lambda: together(_owed(matter), none=_("You do not need to send anything.")),
    }


def _owed(matter: Matter) -> list[str]:
    asked = {each.name: each for each in matter.version.service.evidence}
    return [_asked_for(asked[row.name], row) for row in matter.evidence if row.name in asked]


def _asked_for(asked: EvidenceAsked, row: Evidence) -> str:
    kinds = list(asked.accept.values())
    words = asked.title
    if kinds:
        joined = ", ".join(kinds[:-1])
        one_of = f"{joined} {_('or')} {kinds[-1]}" if joined else kinds[-1]
        words = _("%(title)s: %(kinds)s") % {"title": asked.title, "kinds": one_of}
    if row.state == Evidence.State.REFUSED and row.reason:
        refused = _("We could not use what you sent. %(reason)s") % {"reason": row.reason}
        words = f"{words}. {refused}"
    return words


def _together(items: Sequence[str], *, plain: bool, none: str) -> str:
    if not items:
        return none if plain else escaped(none)
    if plain:
        return " ".join(item if item.endswith((".", "?", "!")) else f"{item}." for item in items)
    # An empty line on both sides, so that the list stands alone wherever the placeholder stood.
    return "\n\n" + "\n".join(f"- {escaped(item)}".replace("\n", "\n  ") for item in items) + "\n\n"


def _deadline(matter: Matter) -> date:
    dates = [row.due_on for row in matter.evidence if row.due_on and row.owed]
    return min(dates, default=answer_by(matter.case) or matter.case.decide_by_on)


def _outcome(outcome: str) -> str:
    return {
        "approve": _("approved"),
        "refuse": _("refused"),
        "refer": _("with an officer"),
        "received": _("received"),
        "incomplete": _("not complete"),
    }.get(outcome, outcome)
