"""The officers' pages of what came in: who sees what, what they do, and what nobody else is told."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from shirehall.departments.finance.intake.conftest import AT, PASSED, PDF, SERVER, XML, archive, mail
from shirehall.departments.finance.intake.models import IncomingMessage, SupplierKey
from shirehall.departments.finance.intake.taking import EVERYBODYS, MAIL, Box, take_in_mail
from shirehall.departments.finance.invoices.conftest import make_town
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.partnership.api import Officer, Place, add_officer

BILL = ("bill.pdf", "application/pdf", PDF)
WEST = Box(MAIL, "west_dorset", "west_dorset")
SignIn = Callable[[str], Client]
PLACES = {
    "finance_all": Place("finance", "finance_officer", None),
    "finance_west": Place("finance", "finance_officer", "west_dorset"),
    "finance_north": Place("finance", "finance_officer", "north_dorset"),
    "auditor": Place("digital", "auditor", None),
    "buyer": Place("procurement", "buyer", None),
    "benefits": Place("revenues_and_benefits", "officer", None),
    "administrator": Place("digital", "administrator", None),
}


@pytest.fixture
def sign_in(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> SignIn:
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    monkeypatch.setenv("SHIREHALL_INVOICE_TRUSTED_SERVERS", SERVER)
    make_town()

    def signed_in(name: str) -> Client:
        email = f"{name}@example.org"
        who = Officer.objects.filter(email=email).first() or add_officer(
            email=email, name=name, password="a long enough password", places=[PLACES[name]], by="test", at=AT
        )
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [
            {"method": each, "at": time.time()} for each in ("password", "mfa")
        ]
        session["account_authentication_methods_user"] = str(who.pk)
        session.save()
        client.cookies["shirehall"] = session.session_key or ""
        return client

    return signed_in


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_who_sees_what(sign_in: SignIn) -> None:
    everybodys = take_in_mail(raw=mail(BILL), box=EVERYBODYS, at=AT).message
    west = take_in_mail(raw=mail(BILL, subject="To the West"), box=WEST, at=AT).message
    seen = {
        "finance_all": (200, 200), "finance_west": (404, 200), "finance_north": (404, 404), "auditor": (200, 200),
        "buyer": (404, 404), "benefits": (404, 404), "administrator": (404, 404),
    }  # fmt: skip
    for name, codes in seen.items():
        client = sign_in(name)
        found = tuple(
            client.get(reverse("finance_incoming_message", args=[each.pk])).status_code
            for each in (everybodys, west)
        )
        assert found == codes, name
        page = client.get(reverse("finance_incoming"))
        assert page.status_code == (
            200 if name in ("finance_all", "finance_west", "finance_north", "auditor") else 404
        )
        if page.status_code == 200:
            assert ("To the West" in text_of(page)) == (codes[1] == 200)
    assert Client().get(reverse("finance_incoming")).status_code == 302


def test_only_who_works_on_invoices_does_anything(sign_in: SignIn) -> None:
    trouble = take_in_mail(raw=mail(), box=EVERYBODYS, at=AT).message
    auditor = sign_in("auditor")
    for name in ("finance_incoming_again", "finance_incoming_dealt_with"):
        assert auditor.post(reverse(name, args=[trouble.pk])).status_code == 404
        assert sign_in("finance_west").post(reverse(name, args=[trouble.pk])).status_code == 404
    assert auditor.get(reverse("finance_incoming_original", args=[trouble.pk])).status_code == 404
    assert auditor.get(reverse("finance_upload")).status_code == 404
    clerk = sign_in("finance_all")
    saved = clerk.get(reverse("finance_incoming_original", args=[trouble.pk]))
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content).startswith(b"From:")  # type: ignore[attr-defined]
    clerk.post(reverse("finance_incoming_again", args=[trouble.pk]))
    trouble.refresh_from_db()
    assert trouble.state == IncomingMessage.State.TROUBLE
    clerk.post(reverse("finance_incoming_dealt_with", args=[trouble.pk]))
    trouble.refresh_from_db()
    assert (trouble.state, trouble.dealt_by) == ("dealt_with", "finance_all@example.org")
    assert clerk.get(reverse("finance_incoming_again", args=[trouble.pk])).status_code == 405


def test_the_list_has_trouble_first_and_pages(sign_in: SignIn) -> None:
    for number in range(30):
        take_in_mail(
            raw=mail(BILL, subject=f"No {number}", message_id=f"<{number}@q.example.org>"),
            box=EVERYBODYS,
            at=AT,
        )
    take_in_mail(raw=mail(subject="Please pay"), box=EVERYBODYS, at=AT.replace(year=2025))
    clerk = sign_in("finance_all")
    page = clerk.get(reverse("finance_incoming"))
    words = text_of(page)
    assert words.index("Please pay") < words.index("No 29") < words.index("No 28")
    older = re.search(r'href="([^"]*before=\d+)"', page.content.decode())
    assert older
    assert "@" not in older[1]
    rest = text_of(clerk.get(older[1]))
    assert "No 4" in rest
    assert "No 29" not in rest
    only = text_of(clerk.get(reverse("finance_incoming"), {"state": "trouble", "kind": "no_attachment"}))
    assert "Please pay" in only
    assert "No 29" not in only
    for strange in ({"state": "nonsense"}, {"before": "x"}, {"before": "99999999"}, {"kind": "'"}):
        assert clerk.get(reverse("finance_incoming"), strange).status_code == 200


def test_looking_for_a_sender_puts_nobody_into_an_address(sign_in: SignIn) -> None:
    take_in_mail(raw=mail(BILL), box=EVERYBODYS, at=AT)
    take_in_mail(raw=mail(BILL, subject="Of the West", sender="x@quay.example.org"), box=WEST, at=AT)
    clerk = sign_in("finance_all")
    for words in ("quay.example", "4711", "bill.pdf"):
        assert "Invoice 4711" in text_of(clerk.post(reverse("finance_incoming_find"), {"q": words}))
    assert "Nothing was found" in text_of(clerk.post(reverse("finance_incoming_find"), {"q": "qq"}))
    west = text_of(sign_in("finance_west").post(reverse("finance_incoming_find"), {"q": "quay.example"}))
    assert "Of the West" in west
    assert "Invoice 4711" not in west


def test_a_message_says_what_became_of_it(sign_in: SignIn) -> None:
    raw = mail(
        BILL, ("winmail.dat", "application/ms-tnef", b"\x78\x9f\x3e\x22"), subject="<b>Bold</b>",
        Authentication_Results=PASSED.replace("dmarc=pass", "dmarc=fail"),
    )  # fmt: skip
    message = take_in_mail(raw=raw, box=EVERYBODYS, at=AT).message
    page = sign_in("finance_all").get(reverse("finance_incoming_message", args=[message.pk]))
    assert b"<b>Bold" not in page.content
    words = text_of(page)
    for expected in (
        "winmail.dat",
        "Ask the sender",
        "DMARC",
        "failed",
        "accounts@quay.example.org",
        "Being read",
    ):
        assert expected in words
    assert page["Cache-Control"].startswith("no-store") or "no-cache" in page["Cache-Control"]


def test_files_are_uploaded_and_the_same_is_told_at_once(sign_in: SignIn) -> None:
    clerk = sign_in("finance_all")
    given = [
        SimpleUploadedFile("one.pdf", PDF), SimpleUploadedFile("more.zip", archive(("two.xml", XML))),
        SimpleUploadedFile("again.pdf", PDF), SimpleUploadedFile("notes.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ]  # fmt: skip
    answer = clerk.post(reverse("finance_upload"), {"files": given, "council": "west_dorset"}, follow=True)
    words = text_of(answer)
    assert [(each.name, each.authority) for each in InvoiceFile.objects.order_by("pk")] == [
        ("one.pdf", "west_dorset"),
        ("two.xml", "west_dorset"),
    ]
    assert "The same file came before." in words
    assert "Word or Excel" in words
    once_more = clerk.post(
        reverse("finance_upload"), {"files": [SimpleUploadedFile("x.pdf", PDF)], "council": ""}, follow=True
    )
    assert "The same file came before." in text_of(once_more)
    assert InvoiceFile.objects.count() == 2


@pytest.mark.parametrize(
    ("files", "council", "says"),
    [
        ([], "", "Choose the files"),
        ([SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(31)], "", "at most 30 files"),
        ([SimpleUploadedFile("a.pdf", PDF)], "elsewhere", "Choose the council"),
    ],
)
def test_uploads_that_are_refused(sign_in: SignIn, files: list[Any], council: str, says: str) -> None:
    answer = sign_in("finance_all").post(reverse("finance_upload"), {"files": files, "council": council})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert not InvoiceFile.objects.exists()


def test_a_council_of_ones_own_only(sign_in: SignIn) -> None:
    clerk = sign_in("finance_west")
    for council, code in (("north_dorset", 422), ("", 422), ("west_dorset", 302)):
        given = {"files": [SimpleUploadedFile("a.pdf", PDF)], "council": council}
        assert clerk.post(reverse("finance_upload"), given).status_code == code


def test_keys_are_for_administrators_and_shown_once(sign_in: SignIn) -> None:
    for name in ("finance_all", "auditor", "benefits"):
        assert sign_in(name).get(reverse("finance_supplier_keys")).status_code == 403
    administrator = sign_in("administrator")
    wrong = administrator.post(reverse("finance_supplier_keys"), {"name": "", "contact": "x"})
    assert (wrong.status_code, SupplierKey.objects.count()) == (422, 0)
    given = {"name": "Platform", "contact": "it@platform.example.org", "councils": ["west_dorset"]}
    made = administrator.post(reverse("finance_supplier_keys"), given)
    shown = re.search(r"shi_\w{8}_[\w-]+", text_of(made))
    assert shown
    again = text_of(administrator.get(reverse("finance_supplier_keys")))
    assert shown[0] not in again
    key = SupplierKey.objects.get()
    assert shown[0] not in key.secret_hash
    administrator.post(reverse("finance_supplier_key_revoke", args=[key.prefix]))
    key.refresh_from_db()
    assert key.revoked_at is not None
