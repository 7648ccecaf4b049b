"""An officer records what somebody said about a renewal, and sees who did not answer."""

from datetime import timedelta

import pytest
from django.test import Client

from shirehall.casework.models import Case, Task
from shirehall.casework.renewals import ask_renewals
from shirehall.casework.versions import publish
from shirehall.desk.conftest import AT, SERVICE, TEXTS, MakeOfficer, SignIn, do, make_case, message, page_of

pytestmark = pytest.mark.django_db
RENEWAL = "renewal: {every: 1 year, remind: [letter after 7 days], close_unanswered_after: 28 days}\n"
YEAR = AT + timedelta(days=365)


@pytest.fixture
def client(make_officer: MakeOfficer, sign_in: SignIn) -> Client:
    texts = {**TEXTS, "service.yaml": SERVICE + RENEWAL, "messages/due.md": message("due", "renewal_due")}
    publish(texts=texts, by="cleo@example.org", at=AT)
    return sign_in(make_officer())


@pytest.fixture
def late(client: Client) -> Case:
    """A case whose renewal nobody answered."""
    case = make_case(3)
    assert ask_renewals(YEAR) == ask_renewals(YEAR + timedelta(days=29)) == 1
    return Case.objects.get(pk=case.pk)


def test_who_did_not_answer_is_a_task_that_the_renewal_closes(client: Client, late: Case) -> None:
    task = Task.objects.get(case=late, closed_at=None)
    page = page_of(client.get(f"/desk/case/{late.reference}/"))
    assert "No answer whether anything has changed" in page
    assert "Ask about the renewal" in page_of(client.get("/desk/")) + page
    assert "do-task-renewal" not in page
    assert do(client, late, "renewal", purpose="renewal", reason="Told by telephone").status_code == 302
    late.refresh_from_db()
    task.refresh_from_db()
    assert (late.state, late.renewal_asked_at) == ("settled", None)
    assert task.outcome == "renewal"


def test_who_does_not_want_it_any_more_is_closed(client: Client, late: Case) -> None:
    assert do(client, late, "renewal", purpose="close", reason="Has a home now").status_code == 302
    late.refresh_from_db()
    assert (late.state, late.renew_on) == ("closed", None)
    assert not Task.objects.filter(case=late, closed_at=None).exists()


def test_what_is_refused_has_no_renewal(client: Client) -> None:
    case = make_case(1)
    assert "do-renewal" not in page_of(client.get(f"/desk/case/{case.reference}/"))
