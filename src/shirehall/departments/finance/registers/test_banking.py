"""The rule of two: no bank details come in force by one officer, by an invoice, or by a number that is too new."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shirehall.departments.finance.registers import api
from shirehall.departments.finance.registers.actions.banking import why_no_call
from shirehall.departments.finance.registers.conftest import AT, CLERK, SECOND, THIRD, make_supplier
from shirehall.departments.finance.registers.models import BankChange, RegisterChange, RegisterEvent, Supplier
from shirehall.departments.finance.registers.problems import RegisterError

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=60)


def asked(supplier: Supplier, by: str = SECOND, **more: Any) -> BankChange:
    given = {
        "sort_code": "00-00-99",
        "account_number": "0000 4321",
        "reason": "A letter of 1 May",
        "at": LATER,
        **more,
    }
    return api.ask_bank_change(supplier=supplier, by=by, **given)


def called(supplier: Supplier, by: str = SECOND) -> BankChange:
    change = asked(supplier, by)
    api.record_call(change=change, person="Mo, accounts", by=by, at=LATER)
    return change


def test_details_come_in_force_after_two_officers_a_call_and_a_hold(supplier: Supplier) -> None:
    change = called(supplier)
    assert change.called_number == supplier.telephone
    api.confirm(change=change, by=THIRD, at=LATER)
    assert api.put_in_force(at=LATER + timedelta(days=5) - timedelta(seconds=1)) == 0
    supplier.refresh_from_db()
    assert supplier.account_number == "00012345"
    assert api.put_in_force(at=LATER + timedelta(days=5)) == 1
    assert api.put_in_force(at=LATER + timedelta(days=5)) == 0
    supplier.refresh_from_db()
    change.refresh_from_db()
    assert (supplier.sort_code, supplier.account_number) == ("000099", "00004321")
    assert supplier.bank_by == [SECOND, THIRD]
    assert change.state == "in_force"
    assert RegisterChange.objects.filter(kind="supplier", key=supplier.pk).count() == 5
    assert "00004321" not in str(list(RegisterEvent.objects.values()))


def test_nobody_confirms_what_they_asked_or_called_about(supplier: Supplier) -> None:
    change = asked(supplier)
    api.record_call(change=change, person="Mo", by=CLERK, at=LATER)
    for same in (SECOND, SECOND.upper(), CLERK):
        with pytest.raises(RegisterError, match="Another officer"):
            api.confirm(change=change, by=same, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankChange.objects.filter(pk=change.pk).update(confirmed_by=SECOND, state="confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        BankChange.objects.filter(pk=change.pk).update(state="in_force")


def test_steps_go_in_order_and_only_once(supplier: Supplier) -> None:
    change = asked(supplier)
    with pytest.raises(RegisterError):
        api.confirm(change=change, by=THIRD, at=LATER)
    api.record_call(change=change, person="Mo", by=SECOND, at=LATER)
    with pytest.raises(RegisterError):
        api.record_call(change=change, person="Mo", by=SECOND, at=LATER)
    with pytest.raises(RegisterError):
        asked(supplier)
    api.refuse(change=change, because="It was a fraud", by=SECOND, at=LATER)
    with pytest.raises(RegisterError):
        api.refuse(change=change, because="Again", by=SECOND, at=LATER)
    assert api.bank_change_waiting(supplier) is None
    assert asked(supplier).state == "asked"


def test_a_number_that_was_just_changed_is_not_called(supplier: Supplier) -> None:
    change = asked(supplier)
    api.change_supplier(supplier=supplier, values={"telephone": "01632 960666"}, by=CLERK, at=LATER)
    with pytest.raises(RegisterError, match="30 days"):
        api.record_call(change=change, person="Mo", by=SECOND, at=LATER + timedelta(days=29))
    api.record_call(change=change, person="Mo", by=SECOND, at=LATER + timedelta(days=30))
    assert change.called_number == "01632 960666"


def test_a_number_that_changes_after_the_call_undoes_the_call(supplier: Supplier) -> None:
    change = called(supplier)
    api.change_supplier(supplier=supplier, values={"telephone": "01632 960666"}, by=CLERK, at=LATER)
    with pytest.raises(RegisterError, match="another than the one"):
        api.confirm(change=change, by=THIRD, at=LATER)


def test_without_a_number_on_file_nobody_can_call(db: None) -> None:
    supplier = make_supplier(telephone="")
    assert why_no_call(supplier, LATER)
    with pytest.raises(RegisterError):
        called(supplier)


def test_who_wrote_the_number_that_was_called_is_no_second_pair_of_eyes(supplier: Supplier) -> None:
    change = called(supplier)
    with pytest.raises(RegisterError, match="put the number"):
        api.confirm(change=change, by=CLERK, at=LATER)
    api.refuse(change=change, because="Anew", by=THIRD, at=LATER)
    api.change_supplier(supplier=supplier, values={"telephone": "01632 960777"}, by=THIRD, at=LATER)
    much_later = LATER + timedelta(days=400)
    change = asked(supplier, at=much_later)
    api.record_call(change=change, person="Mo", by=SECOND, at=much_later)
    with pytest.raises(RegisterError, match="put the number"):
        api.confirm(change=change, by=THIRD, at=much_later)
    api.confirm(change=change, by=CLERK, at=much_later)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sort_code": "12345"},
        {"account_number": "1234567"},
        {"account_number": "ABCDEFGH"},
        {"reason": " "},
        {"sort_code": "000012", "account_number": "00012345"},
    ],
)
def test_what_is_no_account_or_the_same_one_is_refused(supplier: Supplier, wrong: dict[str, str]) -> None:
    with pytest.raises(RegisterError) as caught:
        asked(supplier, **wrong)
    assert caught.value.fields


def test_the_hold_is_the_councils_choice(supplier: Supplier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIREHALL_BANK_HOLD_DAYS", "10")
    change = called(supplier)
    api.confirm(change=change, by=THIRD, at=LATER)
    assert change.hold_until == LATER + timedelta(days=10)
    api.refuse(change=change, because="Somebody rang us", by=CLERK, at=LATER)
    assert api.put_in_force(at=LATER + timedelta(days=20)) == 0
