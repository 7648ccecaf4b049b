"""A small month of invoices: from arrival to payment, each truly read, and each held against what was planted in it."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from shirehall.casework.api import publish
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.project.invoice_month.api import in_words, live_month
from shirehall.project.invoice_month.town import FIRST_ON
from tests.services.folders import folders, texts_of

COUNT = 40
SEED = 11


@pytest.mark.django_db
def test_a_small_month(tmp_path: Path, settings: Any) -> None:
    """None is paid that should not have been, each of the rest reaches the right person, and what was good is paid."""
    settings.SHIREHALL_DOCUMENTS = tmp_path / "documents"
    service = next(each for each in folders() if each.name == "supplier_invoice")
    publish(texts=texts_of(service), by="month", at=_morning())
    month = live_month(count=COUNT, seed=SEED, scans=0, folder=tmp_path / "files")
    found, told = month.findings, in_words(month)
    assert found.came == COUNT
    assert found.paid_wrongly == [], told
    assert [each.elsewhere for each in found.routed.values() if each.elsewhere] == [], told
    assert found.still_waiting == [], told
    assert found.good_rejected == [], told
    assert month.diary.answers.refused == [], told
    # A few files hold more that is wrong than a council's month does: of those that were good, more than half.
    assert 2 * found.of_those_by_machine_within_5 > found.should_be_paid, told
    assert {"changed_bank", "wrong_price", "no_order", "late_receipt"} <= set(found.routed), told
    for run in PaymentRun.objects.all():
        assert len({run.proposed_by, run.approved_by, run.released_by}) == 3
    assert Invoice.objects.filter(state=Invoice.State.PAID, paid_on=None).count() == 0


def _morning() -> datetime:
    return datetime.combine(FIRST_ON, time(4), tzinfo=UTC)
