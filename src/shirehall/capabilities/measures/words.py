"""The words for what is counted: the service's own where it has them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shirehall.casework.api import UnknownService, channels, current_version
from shirehall.kernel.api import Page
from shirehall.partnership.api import authority

_REFERRED = "referred:"


@dataclass(frozen=True, slots=True)
class Words:
    """Titles by code, from the service's current version. What the version no longer has goes by its code."""

    pages: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    def reason(self, code: str) -> str:
        """Why a case left the automatic path."""
        if code.startswith(_REFERRED):
            row = code.removeprefix(_REFERRED)
            return _("A rule asks for an officer: %(row)s") % {"row": self.rows.get(row) or plain(row)}
        return _named(_REASONS, code)

    def page(self, code: str) -> str:
        """A page's title."""
        return self.pages.get(code) or plain(code)

    def question(self, code: str) -> str:
        """A question as it is asked; of a list, its page's title."""
        return self.questions.get(code) or plain(code)

    def proof(self, code: str) -> str:
        """An evidence's title."""
        return self.evidence.get(code) or plain(code)


def words_of(service: str) -> Words:
    """The words of a service; plain codes for one that is not published any more."""
    try:
        definition = current_version(service).service
    except UnknownService:
        return Words()
    return Words(
        pages={page.name: page.title for page in definition.pages},
        questions=_questions(definition.pages),
        evidence={each.name: each.title for each in definition.evidence},
        rows={
            row.name: row.because
            for table in definition.tables
            for row in table.rows
            if "{" not in row.because
        },
    )


def _questions(pages: Iterable[Page]) -> dict[str, str]:
    found: dict[str, str] = {}
    for page in pages:
        if page.repeat:
            found[page.repeat] = page.title
        else:
            found |= {question.fact: question.asked.ask for question in page.questions}
    return found


def authority_word(code: str) -> str:
    """A council's name."""
    known = authority(code) if code else None
    return known.name if known else plain(code) or _("Not known yet")


def channel_word(code: str) -> str:
    """A channel's name."""
    known = next((each for each in channels if each.name == code), None)
    return known.label if known else plain(code) or _("Not known")


def outcome_word(code: str) -> str:
    """An outcome in words."""
    return _named(_OUTCOMES, code)


def plain(code: str) -> str:
    """A code as words."""
    return code.replace("_", " ").strip().capitalize()


def _named(words: Mapping[str, Callable[[], str]], code: str) -> str:
    known = words.get(code)
    return known() if known else plain(code)


_REASONS: Mapping[str, Callable[[], str]] = {
    "received": lambda: _("The service is worked by officers"),
    "incomplete": lambda: _("An answer was missing"),
    "declined": lambda: _("The person did not know an answer"),
    "referred": lambda: _("A rule asks for an officer"),
    "evidence_owed": lambda: _("Evidence was needed"),
    "evidence_unanswered": lambda: _("Evidence was not sent in time"),
    "renewal_unanswered": lambda: _("A renewal was not answered"),
    "changed_by_officer": lambda: _("An officer changed an answer"),
    "judged": lambda: _("An officer judged it"),
    "review_asked": lambda: _("The person asked us to look again"),
    "failed_step": lambda: _("Something could not be sent"),
}
_OUTCOMES: Mapping[str, Callable[[], str]] = {
    "approve": lambda: _("Approved"),
    "refuse": lambda: _("Refused"),
    "refer": lambda: _("Passed to an officer"),
    "received": lambda: _("Dealt with by an officer"),
    "incomplete": lambda: _("Closed with something missing"),
}
