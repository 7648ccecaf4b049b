"""A resident answers a renewal: nothing has changed, or something has."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shirehall.casework.models import Case, Submission
from shirehall.casework.renewals import ask_renewals
from shirehall.casework.versions import publish
from shirehall.channels.web.conftest import AT, SERVICE, TEXTS, Resident
from shirehall.channels.web.test_coming_back import sent_case

RENEWAL = "renewal: {every: 1 year, remind: [letter after 7 days], close_unanswered_after: 28 days}\n"


@pytest.fixture
def asked(db: None, resident: Resident) -> Case:
    """A case that was approved, and that is asked about again."""
    due = TEXTS["messages/reminder.md"].replace("reminder", "renewal_due")
    texts = {**TEXTS, "service.yaml": SERVICE + RENEWAL, "messages/renewal_due.md": due}
    publish(texts=texts, by="ada", at=AT)
    case = sent_case(resident)
    assert (case.state, case.outcome) == ("settled", "approve")
    assert "Has anything changed?" not in resident.open(f"/case/{case.reference}/").html
    assert ask_renewals(timezone.now() + timedelta(days=365)) == 1
    return case


def test_the_case_asks_and_nothing_has_changed(asked: Case, resident: Resident) -> None:
    page = resident.open(f"/case/{asked.reference}/").html
    assert "Has anything changed?" in page
    assert f'href="/case/{asked.reference}/change/"' in page
    resident.open(f"/case/{asked.reference}/renew/").send()
    assert resident.url == f"/case/{asked.reference}/?done=renewed"
    assert "nothing has changed" in resident.html
    assert "Has anything changed?" not in resident.html
    assert Submission.objects.filter(case=asked, purpose="renewal").count() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.renewal_asked_at) == ("settled", None)


def test_nothing_is_answered_that_was_not_asked(asked: Case, resident: Resident) -> None:
    resident.open(f"/case/{asked.reference}/renew/").send()
    resident.open(f"/case/{asked.reference}/renew/")
    assert resident.status == 409
    assert "You do not have to do anything" in resident.html


def test_nobody_else_answers_it(asked: Case) -> None:
    mallory = Resident()
    assert mallory.open(f"/case/{asked.reference}/renew/").url.startswith("/return/")
    assert not Submission.objects.filter(purpose="renewal").exists()
