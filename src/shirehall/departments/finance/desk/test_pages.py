"""The pages of the finance desk: what they show, and that what stands on an invoice is words and nothing else."""

import csv
import io
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shirehall.departments.finance.desk.conftest import (
    DEV,
    GITA,
    As,
    dearer,
    not_received,
    other_account,
    uncertain,
)
from shirehall.departments.finance.desk.listing import PAGE
from shirehall.departments.finance.invoices.conftest import MONDAY, Town
from shirehall.departments.finance.invoices.models import Invoice, InvoiceException

HOME = "/desk/finance/invoices/"
MOST_QUERIES = 40


def address(invoice: Invoice, more: str = "") -> str:
    """Of an invoice's page."""
    return f"{HOME}{invoice.case.reference}/{more}"


def many(town: Town, number: int) -> list[Invoice]:
    """So many copies of an invoice that waits, by rows alone."""
    first = uncertain(town)
    question = InvoiceException.objects.get(invoice=first)
    found = [first]
    for place in range(1, number):
        copy = Invoice.objects.get(pk=first.pk)
        case, file = copy.case, copy.file
        case.pk, case.reference = None, f"{place:03d}-{first.pk:03d}-AAA"
        case.save(force_insert=True)
        file.pk, file.source_key = None, f"copy {first.pk} {place}"
        file.save(force_insert=True)
        copy.pk, copy.case, copy.file = None, case, file
        copy.received_at = MONDAY + timedelta(minutes=place // 2)
        copy.save(force_insert=True)
        question.pk, question.invoice = None, copy
        question.save(force_insert=True)
        found.append(copy)
    return found


def test_the_queue_by_reason_and_age(town: Town, as_officer: As) -> None:
    invoices = [uncertain(town), not_received(town), dearer(town), other_account(town)]
    said = as_officer(GITA).get(HOME).content.decode()
    for invoice in invoices:
        assert address(invoice) in said
        assert InvoiceException.objects.get(invoice=invoice).because.replace("'", "&#39;") in said
    assert "5. Read with certainty" in said
    assert "Dev Appletharp" in said
    found = as_officer(GITA).get(f"{HOME}?check=9").content.decode()
    assert [address(each) in found for each in invoices] == [False, True, False, False]


def test_pages_by_key_show_each_once(town: Town, as_officer: As) -> None:
    invoices = many(town, PAGE + 5)
    client, seen, where = as_officer(GITA), [], HOME
    for _page in range(2):
        said = client.get(where).content.decode()
        seen += [each for each in invoices if address(each) in said]
        if 'rel="next"' in said:
            where = HOME + said.split('rel="next" href="')[1].split('"')[0].removeprefix(HOME).replace(
                "&amp;", "&"
            )
    assert sorted(each.pk for each in seen) == sorted(each.pk for each in invoices)
    back = said.split('rel="prev" href="')[1].split('"')[0].replace("&amp;", "&")
    assert address(invoices[0]) in client.get(back).content.decode()
    assert client.get(f"{HOME}?after=nonsense").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_as_for_few(town: Town, as_officer: As) -> None:
    client = as_officer(GITA)
    many(town, 2)
    client.get(HOME)
    with CaptureQueriesContext(connection) as first:
        client.get(HOME)
    many(town, 12)
    with CaptureQueriesContext(connection) as second:
        client.get(HOME)
    assert len(second) == len(first) <= MOST_QUERIES


def test_the_page_asks_not_too_often(town: Town, as_officer: As) -> None:
    invoice, client = uncertain(town), as_officer(GITA)
    client.get(address(invoice))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(invoice)).status_code == 200
    assert len(asked) <= MOST_QUERIES


def test_the_page_tells_all(town: Town, as_officer: As) -> None:
    invoice = dearer(town)
    said = as_officer(GITA).get(address(invoice)).content.decode()
    for words in (
        "over the price agreed",
        "Nell Tallowmere",
        "The price that was agreed",
        "stopped here",
        "not reached",
    ):
        assert words in said
    assert invoice.number in said
    assert invoice.case.events.filter(kind="viewed", by=GITA).count() == 1
    as_officer(GITA).get(address(invoice))
    assert invoice.case.events.filter(kind="viewed", by=GITA).count() == 1


BAD = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_what_stands_on_an_invoice_is_words(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    fields = {
        **invoice.read["fields"],
        "invoice_number": {**invoice.read["fields"]["invoice_number"], "value": BAD},
    }
    bad_lines = invoice.lines.all()
    bad_lines.update(description=BAD)
    Invoice.objects.filter(pk=invoice.pk).update(
        number=BAD[:100],
        supplier_name=BAD,
        supplier=None,
        read={**invoice.read, "fields": fields, "problems": [BAD]},
    )
    InvoiceException.objects.update(because=BAD, note=BAD)
    client = as_officer(GITA)
    for page in (
        HOME,
        address(invoice),
        address(invoice, "print/"),
        address(invoice, "lines/"),
        f"{HOME}afterwards/",
    ):
        said = client.get(page).content.decode()
        assert "<script>alert" not in said
        assert "<img src=x" not in said
    said = client.post(f"{HOME}find/", {"q": BAD}).content.decode()
    assert "<script>alert" not in said
    said = client.post(address(invoice, "correct/"), {"seen": "1", "field-gross": BAD}).content.decode()
    assert "<script>alert" not in said


def test_an_invoice_is_found(town: Town, as_officer: As) -> None:
    invoice, client = not_received(town), as_officer(GITA)
    for words in (
        invoice.number.lower().replace("-", " "), town.supplier.name[:8].upper(), invoice.po_number, "£780.00",
        invoice.case.reference,
    ):  # fmt: skip
        assert address(invoice) in client.post(f"{HOME}find/", {"q": words}).content.decode(), words


def test_nothing_found_is_said(town: Town, as_officer: As) -> None:
    assert "Nothing found" in as_officer(GITA).post(f"{HOME}find/", {"q": "zzz"}).content.decode()
    assert as_officer(GITA).get(f"{HOME}find/").status_code == 200


def test_who_is_asked_finds_it_under_their_own_link(town: Town, as_officer: As) -> None:
    invoice = not_received(town)
    client = as_officer(DEV)
    said = client.get(f"{HOME}asked/").content.decode()
    assert address(invoice) in said
    assert client.get(HOME).headers["Location"].endswith("/asked/")
    assert (
        "Nothing is asked of you"
        in as_officer("ada.fernhollow@example.org").get(f"{HOME}asked/").content.decode()
    )


def test_the_table_holds_no_formula(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    Invoice.objects.filter(pk=invoice.pk).update(number="=HYPERLINK(1)", po_number="@SUM(A1)")
    answer = as_officer(GITA).get(f"{HOME}invoices.csv")
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (len(heading), row[0], row[3], row[10]) == (
        16,
        invoice.case.reference,
        "'=HYPERLINK(1)",
        "'@SUM(A1)",
    )
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_original_is_saved_and_never_shown(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    client = as_officer(GITA)
    answer = client.post(address(invoice, "original/"))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert invoice.case.events.filter(kind="invoice_file_taken", by=GITA).exists()
    assert client.get(address(invoice, "original/")).status_code == 405


def test_an_e_invoice_without_pages_has_no_picture(town: Town, as_officer: As) -> None:
    invoice = uncertain(town)
    client = as_officer(GITA)
    assert client.get(address(invoice, "page/1.png")).status_code == 404
    assert "There is no picture of this file" in client.get(address(invoice)).content.decode()


def test_late_and_soon_are_marked(town: Town, as_officer: As) -> None:
    late, soon = uncertain(town), uncertain(town)
    now = timezone.now()
    Invoice.objects.filter(pk=late.pk).update(received_at=now - timedelta(days=40), due_date=None)
    Invoice.objects.filter(pk=soon.pk).update(received_at=now - timedelta(days=25), due_date=None)
    client = as_officer(GITA)
    said = client.get(HOME).content.decode()
    assert "10 days late" in said
    assert "<strong>day 25 of 30</strong>" in said
    found = client.get(f"{HOME}?due=late").content.decode()
    assert (address(late) in found, address(soon) in found) == (True, False)
    found = client.get(f"{HOME}?due=soon").content.decode()
    assert (address(late) in found, address(soon) in found) == (False, True)


def test_what_is_held_back_is_typed_in_its_box(town: Town, as_officer: As) -> None:
    invoice = town.send(town.bill(order=None))
    page = as_officer(GITA)
    send = {"seen": str(invoice.version), "withheld": "1 pound", "then": "stay"}
    answer = page.post(address(invoice, "correct/"), send)
    assert "Enter an amount in pounds and pence" in answer.content.decode()
    answer = page.post(address(invoice, "correct/"), {**send, "withheld": "80.00", "construction": "yes"})
    invoice.refresh_from_db()
    assert (answer.status_code, invoice.withheld, invoice.owed) == (302, 8_000, 70_000)
