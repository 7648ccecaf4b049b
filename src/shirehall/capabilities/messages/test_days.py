"""The days that a message may name: when it was sent, from when it counts, by when an answer is due."""

from datetime import timedelta

from shirehall.capabilities.messages.wording import fill_plain, matter_of
from shirehall.casework.api import publish
from shirehall.casework.conftest import MORNING, SERVICE, TEXTS, case_of, message, send
from shirehall.casework.renewals import ask_renewals

RENEWAL = "renewal: {every: 1 year, close_unanswered_after: 28 days}\n"
DAYS = "{applied_on}; {counts_from}; {deadline}"


def test_the_days_of_a_change_and_of_a_renewal_are_said(db: None) -> None:
    texts = {**TEXTS, "service.yaml": SERVICE + RENEWAL, "messages/due.md": message("due", "renewal_due")}
    publish(texts=texts, by="ada", at=MORNING)
    case = case_of(send())
    changed = MORNING + timedelta(days=9)
    send({"people": 4}, case=case, purpose="change", at=changed, whole=False)
    assert ask_renewals(changed + timedelta(days=365)) == 1
    case.refresh_from_db()
    assert fill_plain(matter_of(case), DAYS) == "2 March 2026; 11 March 2026; 8 April 2027"
