"""What is taken out of mails: files, and only files, whatever a stranger writes."""

import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.departments.finance.intake.authentication import authentication_of
from shirehall.departments.finance.intake.conftest import OURS, PASSED, PDF, SERVER, XML, archive, mail, png
from shirehall.departments.finance.intake.files_found import picture_size, safe_name
from shirehall.departments.finance.intake.reading_mail import ReadMail, read_headers, read_mail
from shirehall.departments.finance.intake.zip_files import MOST_FILES, NotUnpackedError, unpack

BILL = ("bill.pdf", "application/pdf", PDF)


def read(raw: bytes) -> ReadMail:
    return read_mail(raw, trusted=[SERVER], our_domains=[OURS])


def names(found: ReadMail) -> list[str]:
    return [each.name for each in found.files]


def left(found: ReadMail) -> dict[str, str]:
    return {each.name: each.why for each in found.left_out}


def test_a_mail_with_an_invoice() -> None:
    found = read(mail(BILL, Authentication_Results=PASSED))
    assert (found.kind, found.sender, found.subject) == (
        "invoices",
        "accounts@quay.example.org",
        "Invoice 4711",
    )
    assert [(each.place, each.name, each.kind, each.content) for each in found.files] == [
        ("2", "bill.pdf", "pdf", PDF)
    ]
    assert found.authentication.dmarc == "pass"
    assert found.authentication.proven
    assert not found.needs_a_person
    assert not found.by_machine


def test_several_files_of_several_kinds() -> None:
    zipped = archive(
        ("in/one.pdf", PDF), ("two.xml", XML), ("notes.txt", b"hello"), ("__MACOSX/._one.pdf", b"x")
    )
    scan = ("scan.png", "image/png", png(1600, 2300, padded_to=90_000))
    found = read(mail(BILL, ("data.xml", "text/xml", XML), ("all.zip", "application/zip", zipped), scan))
    assert [(each.place, each.name) for each in found.files] == [
        ("2", "bill.pdf"), ("3", "data.xml"), ("4/1", "one.pdf"), ("4/2", "two.xml"), ("5", "scan.png"),
    ]  # fmt: skip
    assert left(found) == {"notes.txt": "text"}
    assert not found.needs_a_person


def test_a_file_is_what_its_bytes_say() -> None:
    found = read(
        mail(("bill.exe", "application/octet-stream", PDF), ("virus.pdf", "application/pdf", b"MZ\x90\0"))
    )
    assert names(found) == ["bill.exe"]
    assert left(found) == {"virus.pdf": "other"}
    assert found.needs_a_person


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("winmail.dat", b"\x78\x9f\x3e\x22rest", "winmail"),
        ("bill.docx", archive(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<d/>")), "office"),
        ("bill.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "office"),
        ("bill.html", b"<!DOCTYPE html><html></html>", "web_page"),
        ("bill.svg", b"<svg xmlns='x'><script/></svg>", "web_page"),
        ("smime.p7m", b"\x30\x82rest", "sealed"),
        ("bill.zip", b"PK\x03\x04 is all there is", "broken"),
        ("bill.zip", archive(("in.zip", archive(("bill.pdf", PDF)))), "nested"),
        ("bill.heic", b"\x00\x00\x00\x18ftypheic", "other"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_a_person_looks(name: str, content: bytes, why: str) -> None:
    found = read(mail((name, "application/octet-stream", content)))
    assert (found.kind, [each.why for each in found.left_out]) == ("not_invoices", [why])
    assert found.needs_a_person
    beside = read(mail(BILL, (name, "application/octet-stream", content)))
    assert beside.kind == "invoices"
    assert beside.needs_a_person


def test_without_an_attachment() -> None:
    found = read(mail(text="Have you paid us? See https://pay.example.org"))
    assert (found.kind, found.needs_a_person) == ("no_attachment", True)


def test_logos_are_left_and_a_photograph_alone_is_taken() -> None:
    logo = ("image001.png", "image/png", png(180, 60))
    found = read(mail(BILL, logo))
    assert (names(found), left(found)) == (["bill.pdf"], {"image001.png": "logo"})
    assert read(mail(logo)).kind == "no_attachment"
    photo = inline(png(2400, 3200, padded_to=200_000))
    assert read(photo(())).kind == "invoices"
    beside = read(photo((BILL,)))
    assert (names(beside), left(beside)) == (["bill.pdf"], {"photo.png": "logo"})


def inline(content: bytes) -> Callable[[tuple[tuple[str, str, bytes], ...]], bytes]:
    """A mail whose picture stands in its text."""

    def make(files: tuple[tuple[str, str, bytes], ...]) -> bytes:
        made = EmailMessage()
        made["From"], made["Message-ID"] = "a@quay.example.org", "<1@quay.example.org>"
        made.set_content("<img src='cid:p'>", subtype="html")
        made.add_related(content, "image", "png", cid="<p>", filename="photo.png", disposition="inline")
        for name, kind, data in files:
            made.add_attachment(data, *kind.split("/"), filename=name)
        return bytes(made)

    return make


def test_mail_within_mail_is_looked_into_three_deep() -> None:
    def wrapped(raw: bytes, times: int) -> bytes:
        for number in range(times):
            made = EmailMessage()
            made["From"], made["Message-ID"] = "b@quay.example.org", f"<{number}@w.example.org>"
            made.set_content("See below")
            made.add_attachment(raw, "application", "octet-stream", filename="mail.eml")
            raw = bytes(made)
        return raw

    assert names(read(wrapped(mail(BILL), 3))) == ["bill.pdf"]
    found = read(wrapped(mail(BILL), 4))
    assert (found.kind, left(found)) == ("not_invoices", {"mail.eml": "nested"})
    forwarded = EmailMessage()
    forwarded["From"] = "officer@councils.example.org"
    forwarded.set_content("fw")
    inner = EmailMessage()
    inner.set_content("x")
    inner.add_attachment(PDF, "application", "pdf", filename="bill.pdf")
    forwarded.add_attachment(inner)
    assert names(read(bytes(forwarded))) == ["bill.pdf"]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"X_Shirehall": "1"}, "loop"),
        ({"Auto_Submitted": "auto-generated"}, "no_attachment"),
        ({"X_Auto_Response_Suppress": "All"}, "no_attachment"),
        ({"List_Id": "<news.quay.example.org>"}, "no_attachment"),
    ],
)
def test_mail_of_machines(headers: dict[str, str], kind: str) -> None:
    found = read(mail(**headers))
    assert found.kind == kind
    assert found.by_machine or kind == "loop"


def test_a_machine_that_sends_an_invoice_is_taken_and_never_answered() -> None:
    for headers in (
        {"Auto_Submitted": "auto-generated"},
        {"List_Id": "<x>"},
        {"Auto_Submitted": "auto-replied"},
    ):
        found = read(mail(BILL, **headers))
        assert (found.kind, found.by_machine) == ("invoices", True)
    assert read(mail(BILL, sender="no-reply@books.example.org")).by_machine


def test_a_bounce_of_our_own_mail() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example.org\r\nMessage-ID: <1@mx.example.org>\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nIt failed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; a@example.org\r\nAction: failed\r\n\r\n"
        b'--b\r\nContent-Type: application/pdf; name="bill.pdf"\r\n\r\n%PDF-1.7\r\n--b--\r\n'
    )
    assert (read(raw).kind, read(raw).files) == ("bounce", ())
    read_receipt = raw.replace(b"delivery-status", b"disposition-notification")
    assert read(read_receipt).kind in ("auto_reply", "invoices")


def test_our_own_mail_is_a_loop_and_an_officers_is_not() -> None:
    ours = f"<{'0123456789abcdef' * 2}@{OURS}>"
    assert read(mail(BILL, message_id=ours)).kind == "loop"
    assert read(mail(BILL, message_id=f"<AM0PR01MB1234@{OURS}>")).kind == "invoices"
    assert read(mail(BILL, message_id=ours.replace(OURS, "elsewhere.example.org"))).kind == "invoices"


def test_the_same_mail_by_another_way_has_the_same_key() -> None:
    raw = mail(BILL)
    assert read(raw).key == read(b"Received: from a by b; Mon\r\n" + raw).key
    assert read(raw).key != read(mail(BILL, text="Another one.")).key
    without = mail(BILL, message_id="")
    assert read(without).key != read(b"Received: from a by b; Mon\r\n" + without).key


@pytest.mark.parametrize(
    ("header", "dmarc"),
    [
        (PASSED, "pass"),
        (f"{SERVER}; dmarc=fail (p=reject) header.from=x", "fail"),
        (f"{SERVER} 1; dmarc = PASS", "pass"),
        ("evil.example.org; dmarc=pass", ""),
        (f'{SERVER}; spf=fail reason="x; dmarc=pass"', ""),
        (f'{SERVER}; spf=fail reason="x\\"; dmarc=pass"', ""),
        (f"{SERVER}; spf=fail (a; dmarc=pass)", ""),
        (f"{SERVER}; spf=fail (a (b); dmarc=pass)", ""),
        (f"{SERVER}; spf=fail smtp.mailfrom=dmarc=pass", ""),
        (f"({SERVER}) evil.example.org; dmarc=pass", ""),
        (f"{SERVER}; dmarc=wonderful", "permerror"),
        (f"{SERVER}; none", ""),
    ],
)
def test_what_counts_of_authentication(header: str, dmarc: str) -> None:
    assert authentication_of([("Authentication-Results", header)], [SERVER]).dmarc == dmarc


def test_a_forged_result_below_the_servers_own_counts_for_nothing() -> None:
    headers = [
        ("Authentication-Results", f"{SERVER}; spf=fail"), ("Received", "from evil by mx"),
        ("Authentication-Results", f"{SERVER}; dmarc=pass"),
    ]  # fmt: skip
    found = authentication_of(headers, [SERVER])
    assert (found.spf, found.dmarc, found.proven) == ("fail", "", False)
    assert not authentication_of(headers, []).by
    several = [("Authentication-Results", f"{SERVER}; dkim=fail; dkim=pass; dkim=fail")]
    assert authentication_of(several, [SERVER]).dkim == "pass"


def test_bombs_of_archives() -> None:
    many = archive(*[(f"{number}.pdf", PDF) for number in range(MOST_FILES + 1)])
    with pytest.raises(NotUnpackedError, match="too_many"):
        unpack(many)
    with pytest.raises(NotUnpackedError, match="bomb"):
        unpack(archive(("big.pdf", b"\0" * 20_000_000)))
    began = time.perf_counter()
    crowd = archive(*[(str(number), b"") for number in range(3000)])
    with pytest.raises(NotUnpackedError, match="too_many"):
        unpack(crowd)
    assert time.perf_counter() - began < 5
    with pytest.raises(NotUnpackedError, match="bomb"):
        unpack(archive(("a.pdf", PDF * 1000), method=zipfile.ZIP_STORED), most=1000)


def test_an_archive_that_lies_about_sizes() -> None:
    made = bytearray(archive(("a.pdf", b"%PDF-" + b"\0" * 900_000)))
    place = made.rfind(b"PK\x01\x02")
    made[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert [each.why or each.content[:5] for each in unpack(bytes(made))] in (["broken"], [b"%PDF-"])
    locked = bytearray(archive(("a.pdf", PDF)))
    locked[locked.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotUnpackedError, match="locked"):
        unpack(bytes(locked))


def test_paths_of_archives_are_never_used() -> None:
    found = read(
        mail(("a.zip", "application/zip", archive(("../../etc/passwd.pdf", PDF), ("C:\\x\\y.pdf", PDF))))
    )
    assert names(found) == ["passwd.pdf", "y.pdf"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("bill.pdf", "bill.pdf"), ("../../x.pdf", "x.pdf"), ("a\r\nBcc: x.pdf", "aBcc x.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"), ("", "file.pdf"), ("....", "file.pdf"), ("a" * 400 + ".pdf", "a" * 120 + ".pdf"),
        ("\x00\x01", "file.pdf"), ("No ending", "No ending.pdf"),
    ],
)  # fmt: skip
def test_names(given: str, shown: str) -> None:
    assert safe_name(given, "pdf", instead="file") == shown


def test_a_mail_of_very_many_parts_is_refused_and_soon() -> None:
    deep = b"From: a@example.org\n"
    for number in range(2000):
        deep += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    began = time.perf_counter()
    assert (read(deep).kind, read(deep).problems) == ("refused", ("too_many_parts",))
    wide = b'From: a@example.org\nContent-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 100_000
    assert read(wide).kind == "refused"
    assert time.perf_counter() - began < 5


def test_headers_that_take_long_elsewhere() -> None:
    began = time.perf_counter()
    for header in (
        b"From: " + b"(" * 200_000, b"From: " + b'"' * 200_001, b"Content-Type: " + b";" * 400_000,
        b'Content-Disposition: attachment; filename="' + b"=?utf-8?q?" * 40_000, b"Subject: " + b"=?x?q?a?= " * 60_000,
        b"To: " + b"a@b.example.org, " * 60_000, b"X: " + b"\n " * 300_000 + b"y", b"Authentication-Results: mx; " + b"(" * 300_000,
        b"Message-ID: " + b"<" * 300_000,
    ):  # fmt: skip
        read(header + b"\n\nbody")
        read(
            b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
            + header
            + b"\n\nx\n--b--\n"
        )
    assert time.perf_counter() - began < 12


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("Anna <Anna@Quay.Example.ORG>", "anna@quay.example.org"), ("a@b.example.org", "a@b.example.org"),
        ("no address", ""), ("<a@b@c>", ""), ('"a\\" <x@y.example.org>" <z@w.example.org>', "z@w.example.org"),
        ("=?utf-8?q?a=0d=0aBcc=3a_x?= <a@b.example.org>", "a@b.example.org"), ("a@b..org", ""), ("", ""),
    ],
)  # fmt: skip
def test_senders(sender: str, address: str) -> None:
    raw = b"From: " + sender.encode() + b"\nSubject: =?utf-8?q?a=0d=0aBcc=3a_x?=\n\nx"
    found = read(raw)
    assert found.sender == address
    assert "\n" not in found.subject
    assert "\r" not in found.subject


def test_the_head_alone_of_a_mail_that_is_too_large() -> None:
    head = mail(Authentication_Results=PASSED).partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    found = read_headers(head, trusted=[SERVER])
    assert (found.kind, found.sender, found.authentication.dmarc) == (
        "refused",
        "accounts@quay.example.org",
        "pass",
    )
    assert found.needs_a_person


_PIECES = st.sampled_from([
    b"From: a@b.example.org\n", b"Content-Type: multipart/mixed; boundary=b\n", b"\n", b"--b\n", b"--b--\n",
    b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"Content-Disposition: attachment; filename*=utf-8''%ff\n",
    b"Content-Type: application/pdf; name=\"=?utf-8?b?//8=?=\"\n", PDF, b"JVBERi0xLjcK\n", b"PK\x03\x04", b"\xff\xfe\x00", b"Auto-Submitted: \xe9\n",
    b"Content-Type: message/external-body; access-type=URL\n", archive(("a.pdf", PDF)), b"Content-Type: text/plain; charset=nonsense\n",
    b"Authentication-Results: mx.councils.example.org; dmarc=\"\n",
])  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=40)), max_size=25))
def test_nothing_makes_reading_fail(pieces: list[bytes]) -> None:
    found = read(b"".join(pieces))
    assert len(found.key) == 64
    for name in (*names(found), *left(found)):
        assert name == "" or name == safe_name(name, "pdf", instead="file")
    assert found == read(b"".join(pieces))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_no_archive_makes_unpacking_fail(noise: bytes, place: int) -> None:
    made = archive(("a.pdf", PDF), ("b.xml", XML))
    for each in (noise, b"PK\x03\x04" + noise, made[:place] + noise + made[place + len(noise) :]):
        with suppress(NotUnpackedError):
            unpack(each)
        picture_size(each)
        picture_size(b"\xff\xd8" + each)
