"""A few invented people who told us how to reach them, what they need, and who acts for them."""

from datetime import datetime, timedelta

from shirehall.capabilities.people.api import NewRepresentative, Told, add_representative, tell_ways
from shirehall.casework.api import local_date
from shirehall.casework.models import Case

EVERY = 3
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
    """Give the newest cases that an officer still has these wishes; gives how many people that were."""
    cases = (
        Case.objects.exclude(state__in=Case.FINISHED)
        .exclude(applicant_name="")
        .order_by("-submitted_at", "pk")
    )
    chosen = list(cases[: EVERY * len(_TOLD)][::EVERY])
    for case, told in zip(chosen, _TOLD, strict=False):
        tell_ways(case=case, told=told, by=officer, at=at)
    today = local_date(at)
    for number, (case, (name, relation, authority, copies)) in enumerate(zip(chosen, _ACTING, strict=False)):
        given = NewRepresentative(
            name=name, relation=relation, authority=authority, copies=copies, seen_on=today, from_on=today,
            until_on=today + _CONSENT_HOLDS if authority == "spoken_consent" else None,
            may=("be_told", "send_evidence"),
            email=f"{name.split()[0].lower()}@example.org", telephone=f"07700 90080{number}",
        )  # fmt: skip
        add_representative(case=case, given=given, by=officer, at=at)
    return len(chosen)
