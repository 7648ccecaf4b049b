"""Who may use the post room: officers, team leaders and advisers, each for the forms they help with; nobody else."""

import pytest
from django.test import Client

from shirehall.channels.paper.conftest import CALL, MakeOfficer, Paper, sign_in
from shirehall.channels.paper.models import Sheet

PAGES = ("/desk/post-room/", "/desk/post-room/print/", "/desk/post-room/print/?service=call_me_back")


@pytest.mark.parametrize(
    ("role", "team", "authority", "room", "form"),
    [
        ("officer", "customer_services", None, 200, 200),
        ("officer", "customer_services", "west_dorset", 200, 200),
        ("officer", "customer_services", "north_dorset", 200, 404),
        ("officer", "revenues_and_benefits", None, 200, 404),
        ("team_leader", "customer_services", None, 200, 200),
        ("adviser", "revenues_and_benefits", None, 200, 200),
        ("auditor", "customer_services", None, 404, 404),
        ("administrator", "customer_services", None, 404, 404),
    ],
)
def test_each_sees_what_they_help_with(
    paper: Paper, make_officer: MakeOfficer, role: str, team: str, authority: str | None, room: int, form: int
) -> None:
    made = paper.print()
    scan = paper.give_in(b"%PDF-1.7\n").scans.get()
    sheet = Sheet.objects.create(
        scan=scan, page=1, form=made.form, number=1, state="read", at=made.form.made_at
    )
    browser = sign_in(make_officer(role, team, authority))
    for page in PAGES:
        assert browser.get(page).status_code == room
    assert browser.get(f"/desk/post-room/batch/{scan.batch_id}/").status_code == room
    assert browser.get(f"/desk/post-room/form/{made.form.code}/").status_code == form
    assert browser.get(f"/desk/post-room/sheet/{sheet.pk}/").status_code == form
    assert browser.post(f"/desk/post-room/form/{made.form.code}/send/").status_code == (
        302 if form == 200 else 404
    )
    assert CALL


def test_a_file_with_sheets_of_others_is_not_shown_whole(paper: Paper, make_officer: MakeOfficer) -> None:
    made = paper.print()
    scan = paper.give_in(b"%PDF-1.7\n").scans.get()
    about = {"scan": scan, "page": 1, "at": made.form.made_at}
    unplaced = Sheet.objects.create(number=0, state="no_marks", **about)
    clerk = sign_in(make_officer("officer", "customer_services", "north_dorset"))
    address = f"/desk/post-room/sheet/{unplaced.pk}/picture/"
    assert clerk.get(address).status_code == 200
    Sheet.objects.create(form=made.form, number=1, state="read", **about)
    assert clerk.get(address).status_code == 404
    assert sign_in(make_officer("officer", "customer_services")).get(address).status_code == 200


def test_a_stranger_is_asked_to_sign_in(paper: Paper) -> None:
    made = paper.print()
    for page in (*PAGES, f"/desk/post-room/form/{made.form.code}/"):
        answer = Client().get(page)
        assert answer.status_code == 302
        assert "/desk/post-room/" not in answer["Location"].split("?")[0]
