"""A few invented people who told us how to reach them, what they need, and who acts for them."""

from datetime import date, datetime, timedelta
from itertools import cycle

from shirehall.capabilities.people.api import NewRepresentative, Told, add_representative, tell_ways
from shirehall.casework.api import local_date
from shirehall.casework.models import Case

EVERY = 2
_TOLD = (
    Told(channel="letter", format="large_print", needs=("sight",)),
    Told(needs=("interpreter",), interpreter_language="Polish", language="pl"),
    Told(needs=("text_relay", "hearing"), need_words="Please write a text first, then call."),
    Told(channel="sms", needs=("no_telephone",)),
    Told(needs=("sign_language",), channel="email"),
    Told(channel="letter", needs=("home_visit",), need_words="My neighbour at number 4 opens the door."),
)
_ACTING = (
    ("Robin Example", "daughter", "power_of_attorney", "both"),
    ("Kit Sample", "adviser of a charity", "spoken_consent", "both"),
    ("Jo Invented", "son", "appointee", "only_them"),
)
_CONSENT_HOLDS = timedelta(days=90)


def make_ways(*, at: datetime, officer: str) -> int:
    """Give some of the newest cases of each service that an officer still has these wishes; gives how many."""
    services = sorted(set(Case.objects.values_list("service", flat=True)))
    chosen = [case for service in services for case in _some(service)]
    for case, told in zip(chosen, cycle(_TOLD), strict=False):
        tell_ways(case=case, told=told, by=officer, at=at)
    for number, (case, who) in enumerate(zip(chosen[::EVERY], cycle(_ACTING), strict=False)):
        add_representative(case=case, given=_who(number, who, local_date(at)), by=officer, at=at)
    return len(chosen)


def _some(service: str) -> list[Case]:
    """Every so many of a service's newest cases that are not finished."""
    open_ones = (
        Case.objects.filter(service=service).exclude(state__in=Case.FINISHED).exclude(applicant_name="")
    )
    return list(open_ones.order_by("-submitted_at", "pk")[: EVERY * len(_ACTING) : EVERY])


def _who(number: int, who: tuple[str, str, str, str], today: date) -> NewRepresentative:
    name, relation, authority, copies = who
    return NewRepresentative(
        name=name, relation=relation, authority=authority, copies=copies, seen_on=today, from_on=today,
        until_on=today + _CONSENT_HOLDS if authority == "spoken_consent" else None, may=("be_told", "send_evidence"),
        email=f"{name.split()[0].lower()}@example.org", telephone=f"07700 90080{number % 10}",
    )  # fmt: skip
