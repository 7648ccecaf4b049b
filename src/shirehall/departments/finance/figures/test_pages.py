"""The pages of figures: what they show, to whom, and what is published."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from shirehall.departments.finance.figures.actions import PublishError, choose_name, publish_spending
from shirehall.departments.finance.figures.conftest import SignIn
from shirehall.departments.finance.figures.models import SpendingList
from shirehall.departments.finance.figures.periods import quarter_of
from shirehall.departments.finance.figures.spending import as_csv, spent_in
from shirehall.departments.finance.payments.conftest import (
    COUNCIL,
    MONDAY,
    PAY_ON,
    MakeInvoice,
    MakeSupplier,
    People,
)
from shirehall.departments.finance.payments.models import Payment
from shirehall.departments.finance.registers.models import LedgerPayment, PurchaseOrder, Supplier
from shirehall.design.test_parts import check as check_page

pytestmark = pytest.mark.django_db
QUARTER = quarter_of(PAY_ON)
AFTER = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
LENA, GITA, AUDITOR, NOBODY = "lena.copperfold", "gita.pennybrook", "iris.wintersedge", "cleo.marchwell"
PAGES = (
    "/desk/finance/figures/", "/desk/finance/figures/notice/", "/desk/finance/figures/spending/",
    "/desk/finance/figures/by_month.csv", "/desk/finance/figures/roles.json", "/desk/finance/figures/notice.csv",
    "/desk/finance/figures/notice.json", "/desk/finance/figures/spending/preview.csv",
)  # fmt: skip


@pytest.fixture
def spent(make_supplier: MakeSupplier, make_invoice: MakeInvoice, people: People) -> None:
    """A run that paid a company, a person, a person by name, one that would be a formula, and too little to tell."""
    for name, changed, gross in (
        ("Larkmere Paper Ltd", {"trade": "paper"}, 120_000), ("Jane Marlow", {}, 90_000),
        ("Hidden Care Ltd", {"is_person": True}, 84_000), ("=cmd|' /C calc'!A1 Ltd", {}, 72_000),
        ("Small Sums Ltd", {}, 60_000),
    ):  # fmt: skip
        seller = make_supplier(name, **changed)
        order = PurchaseOrder.objects.create(
            number=f"PO-{seller.pk}", number_key=f"PO{seller.pk}", authority=COUNCIL, supplier=seller, net=gross,
            ordered_on=date(2026, 2, 1), requester="x@example.org", description="Copier paper for Mrs Marlow",
        )  # fmt: skip
        make_invoice(gross, supplier=seller, order=order)
    people.released()


def test_figures_are_shown_with_their_tables(spent: None, sign_in: SignIn) -> None:
    with time_machine.travel(PAY_ON, tick=False):
        html = sign_in(GITA).get(PAGES[0]).content.decode()
    check_page(html, whole=True)
    for words in ("How soon we pay", "With nobody's hand on it", "By council", "2026-03", "<svg", "CSV"):
        assert words.replace("'", "&#39;") in html or words in html


def test_export_has_the_rows(spent: None, sign_in: SignIn) -> None:
    with time_machine.travel(PAY_ON, tick=False):
        client = sign_in(GITA)
        rows = list(csv.reader(io.StringIO(client.get(PAGES[3]).content.decode())))
        found = client.get("/desk/finance/figures/by_council.json?months=1").json()
    assert rows[0][:2] == ["what", "paid"]
    assert rows[1][:2] == ["2026-03", "5"]
    assert found["rows"][0]["within_5_working_days"] == 1.0
    assert found["rows"][0]["code"] == COUNCIL


@pytest.mark.parametrize(
    ("name", "status"), [(GITA, 200), (LENA, 200), (AUDITOR, 200), (NOBODY, 404), ("nell.tallowmere", 404)]
)
def test_who_may_see(sign_in: SignIn, name: str, status: int) -> None:
    client = sign_in(name)
    assert {client.get(url).status_code for url in PAGES} == {status}
    assert {Client().get(url).status_code for url in PAGES} == {302}


@pytest.mark.parametrize("tail", ["?council=elsewhere", "?months=7", "?months=x", "?months=1200"])
def test_what_is_not_theirs_is_not_there(sign_in: SignIn, tail: str) -> None:
    assert sign_in(GITA).get(PAGES[0] + tail).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "notice/?period=2026-02-02",
        "notice/?council=x",
        "spending/?quarter=1",
        "spending/?page=0",
        "other.csv",
    ],
)
def test_unknown_addresses_are_not_there(sign_in: SignIn, url: str) -> None:
    assert sign_in(GITA).get(f"/desk/finance/figures/{url}").status_code == 404


def test_the_notice_says_that_it_is_to_be_checked(spent: None, sign_in: SignIn) -> None:
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(GITA)
        html = client.get(f"{PAGES[1]}?council={COUNCIL}&period=2025-10-01").content.decode()
        data = client.get(f"{PAGES[6]}?council={COUNCIL}&period=2025-10-01").json()
    check_page(html, whole=True)
    assert "Check against regulation 38" in html
    assert "29 April 2026" in html
    assert "Check against regulation 38" in data["check"]
    assert {row["place"] for row in data["rows"]} >= {
        "38(2)(c)(i)",
        "38(2)(c)(ii)(aa)",
        "38(2)(d)",
        "38(2)(e)",
    }


def test_spending_leaves_persons_and_small_sums_out(spent: None) -> None:
    rows = spent_in(QUARTER, COUNCIL)
    content = as_csv(rows, "West Dorset District Council")
    assert len(rows) == 4, "500 pounds without VAT is not over 500"
    assert "Marlow" not in content
    assert "Hidden Care" not in content
    assert content.count("Redacted personal data") >= 2
    assert "'=cmd" in content
    assert "1000.00" in content
    assert [each.on for each in rows] == [PAY_ON] * 4
    for secret in ("2000001", "200000", "register@example.org", "larkmere.example"):
        assert secret not in content


def test_credit_notes_and_direct_debits_are_spending_too(spent: None, make_supplier: MakeSupplier) -> None:
    seller = make_supplier("Coast Power Ltd", trade="power")
    for gross, by, on in ((70_000, "direct_debit", PAY_ON), (70_000, "bacs", PAY_ON), (9_000, "card", PAY_ON),
                          (70_000, "card", date(2025, 12, 31))):  # fmt: skip
        LedgerPayment.objects.create(
            supplier=seller, authority=COUNCIL, gross=gross, paid_on=on, paid_by=by, number=str(gross)
        )
    found = [each for each in spent_in(QUARTER, COUNCIL) if each.supplier == "Coast Power Ltd"]
    assert [(each.amount, each.purpose) for each in found] == [(70_000, "power")]


def test_a_payment_that_came_back_is_not_spent(spent: None) -> None:
    before = len(spent_in(QUARTER, COUNCIL))
    from_larkmere = spent_in(QUARTER, COUNCIL)[0]
    Payment.objects.filter(supplier_id=from_larkmere.supplier_id).update(state=Payment.State.FAILED)
    assert len(spent_in(QUARTER, COUNCIL)) == before - 1


def publish(client: Client, url: str) -> Client:
    """Look at the preview and send what it says."""
    html = client.get(url).content.decode()
    check_page(html, whole=True)
    seen = html.split('name="seen" value="')[1].split('"')[0]
    client.post(url, {"seen": seen}, follow=True)
    return client


def test_published_is_what_was_looked_at_and_stays(spent: None, sign_in: SignIn) -> None:
    url = f"{PAGES[2]}?council={COUNCIL}&quarter=2026-01-01"
    with time_machine.travel(AFTER, tick=False):
        publish(sign_in(LENA), url)
        row = SpendingList.objects.get()
        assert (row.count, row.left_out, row.number, row.by) == (4, 2, 1, "lena.copperfold@example.org")
        public = Client()
        html = public.get("/spending/").content.decode()
        check_page(html, whole=True)
        assert "Open Government Licence" in html
        assert "January 2026 to March 2026" in html
        link = f"/spending/{COUNCIL}/2026-01-01-1.csv"
        assert link in html
        taken = public.get(link)
        assert taken.content.decode() == row.content
        assert "attachment" in taken.headers["Content-Disposition"]
        choose_name(supplier=_hidden_by_name(), shown=True, because="A shop", by="lena", at=AFTER)
        assert public.get(link).content == taken.content
        publish(sign_in(LENA), url)
        assert [each.number for each in SpendingList.objects.order_by("number")] == [1, 2]
        assert "Jane Marlow" in public.get(f"/spending/{COUNCIL}/2026-01-01-2.csv").content.decode()
    for wrong in ("x/2026-01-01-1", f"{COUNCIL}/2026-01-01-9", f"{COUNCIL}/nonsense-1"):
        assert Client().get(f"/spending/{wrong}.csv").status_code == 404


def _hidden_by_name() -> Supplier:
    return Supplier.objects.get(name="Jane Marlow")


@pytest.mark.parametrize(
    ("name", "may"), [(GITA, False), (AUDITOR, False), (LENA, True), ("moss.brackenridge", True)]
)
def test_who_may_publish(spent: None, sign_in: SignIn, name: str, *, may: bool) -> None:
    url = f"{PAGES[2]}?council={COUNCIL}&quarter=2026-01-01"
    with time_machine.travel(AFTER, tick=False):
        client = sign_in(name)
        assert ("Publish this quarter" in client.get(url).content.decode()) is may
        status = client.post(url, {"seen": "x"}).status_code
        supplier = spent_in(QUARTER, COUNCIL)[0].supplier_id
        named = client.post(
            f"/desk/finance/figures/spending/name/{supplier}/?council={COUNCIL}&quarter=2026-01-01",
            {"shown": "no", "because": "Asked us"},
        )
    assert (status, named.status_code) == ((200, 302) if may else (404, 404))


def test_nothing_is_published_by_mistake(spent: None, people: People) -> None:
    rows = as_csv(spent_in(QUARTER, COUNCIL), "West Dorset District Council")
    assert rows
    for seen, at, words in (
        ("x", AFTER, "Something changed"), ("x", MONDAY + timedelta(days=3), "not over"),
    ):  # fmt: skip
        with pytest.raises(PublishError, match=words):
            publish_spending(authority=COUNCIL, period=QUARTER, seen=seen, by="lena", at=at)
    with pytest.raises(PublishError, match="nothing to publish"):
        publish_spending(authority="north_dorset", period=QUARTER, seen="x", by="lena", at=AFTER)


def test_a_marked_person_is_never_named(spent: None, sign_in: SignIn) -> None:
    marked = Supplier.objects.get(name="Hidden Care Ltd")
    with pytest.raises(PublishError, match="marked as a person"):
        choose_name(supplier=marked, shown=True, because="x", by="lena", at=AFTER)
    with pytest.raises(PublishError, match="Say why"):
        choose_name(supplier=marked, shown=False, because=" ", by="lena", at=AFTER)
    with time_machine.travel(AFTER, tick=False):
        url = f"/desk/finance/figures/spending/name/{marked.pk}/?council={COUNCIL}&quarter=2026-01-01"
        html = sign_in(LENA).post(url, {"shown": "yes", "because": "x"}).content.decode()
    assert "marked as a person" in html
