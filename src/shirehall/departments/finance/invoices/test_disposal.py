"""When its time is over an invoice is forgotten, and the figures still hold."""

from datetime import timedelta

from django.utils import timezone

from shirehall.casework.api import dispose, verify
from shirehall.casework.models import Case
from shirehall.departments.finance.invoices.actions import judge
from shirehall.departments.finance.invoices.conftest import GITA, MONDAY, Town
from shirehall.departments.finance.invoices.disposal import dispose_of_rest
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.invoices.receiving import receive_file
from shirehall.partnership.api import Officer


def test_an_invoice_is_forgotten_with_its_case(town: Town) -> None:
    invoice = town.send(town.bill())
    document = invoice.file.document
    assert document is not None
    judge(
        invoice=invoice, judgement="rejected", answer=True, reason="Sent twice", by=Officer.objects.get(email=GITA),
        at=MONDAY, seen=invoice.version,
    )  # fmt: skip
    case = Case.objects.get(pk=invoice.case_id)
    assert case.retain_until_on is not None
    assert dispose(at=MONDAY + timedelta(days=8 * 366)) == 1
    invoice = Invoice.objects.select_related("file__document", "case").get(pk=invoice.pk)
    assert (invoice.number, invoice.supplier_name, invoice.read, invoice.bank) == ("", "", {}, [])
    assert (invoice.gross, invoice.state) == (78_000, Invoice.State.REJECTED)
    assert invoice.file.document is not None
    assert invoice.file.document.stored_as == ""
    assert invoice.case.disposed_at is not None
    assert not verify(invoice.case)


def test_a_file_that_never_became_an_invoice_goes(town: Town) -> None:
    file = receive_file(
        content=b"hello", name="a.txt", channel="invoice_mail", by="shirehall", at=MONDAY, source_key="old"
    ).file  # fmt: skip
    assert dispose_of_rest(MONDAY + timedelta(days=10)) == 0
    assert dispose_of_rest(MONDAY + timedelta(days=100)) == 1
    file.refresh_from_db()
    assert file.document is not None
    assert (file.name, file.document.stored_as) == ("", "")
    assert dispose_of_rest(timezone.now() + timedelta(days=1000)) == 0
