"""A list by text: one item after the other, read back, and an item taken out."""

from shirehall.casework.api import case_answers
from shirehall.casework.models import Case
from shirehall.channels.sms.conftest import Phone, publish_shipped
from shirehall.channels.sms.test_conversation import told
from shirehall.kernel.values import MoneyPer, Repeat


def incomes() -> list[tuple[object, object]]:
    value = case_answers(Case.objects.get(service="council_tax_reduction"))["incomes"].value
    assert isinstance(value, Repeat)
    return [(each["kind"], each["amount"]) for each in value.items]


def test_incomes_are_told_one_by_one_and_a_wrong_one_is_taken_out(phone: Phone) -> None:
    publish_shipped("council_tax_reduction")
    asked = told(
        phone, "CTAX", "Wren Thistledown", "14 March 1980", "AB123456C", "12 Example Street, Sherborne, DT9 3AA",
        "by text message", "skip", "this", "No", "none", "no", "no", "no",
    )  # fmt: skip
    assert asked.startswith("Your income: do you have any income to tell us about?\n")
    assert asked.endswith("Reply YES or NO.")
    assert "1 for Wages after tax" in phone.text("yes")
    assert phone.text("wages").startswith("How much do you get?")
    assert phone.text("£210 a week") == "We have 1 so far. Do you have another income?\nReply YES or NO."
    assert "We have 2 so far" in told(phone, "yes", "PIP", "500 a month")
    assert "3 Weymouth and Portland Borough Council" in told(phone, "no", "2,000", "1500")
    assert "It is on your Council Tax bill" in phone.text("the nice one")
    read_back = phone.text("2")
    assert "Income 1: Wages, after tax and National Insurance, £210.00 a week" in read_back
    assert "If you reply SEND, you say: What I have told you is true and complete" in read_back
    number = next(line.split()[0] for line in read_back.splitlines() if "Income 2:" in line)
    assert phone.text(f"change {number}").startswith("We took out income 2.")
    assert "We have 2 so far" in told(phone, "yes", "child benefit", "£25.60 weekly")
    done = told(phone, "no", "send")
    assert incomes() == [("earnings", MoneyPer(21_000, "week")), ("child_benefit", MoneyPer(2_560, "week"))]
    case = Case.objects.get(service="council_tax_reduction")
    assert f"Your reference is {case.reference}" in done
    assert case.authority == "west_dorset"


def test_who_has_no_income_says_so_once(phone: Phone) -> None:
    publish_shipped("council_tax_reduction")
    read_back = told(
        phone, "ctax", "Wren Thistledown", "14 March 1980", "AB123456C", "12 Example Street, Sherborne, DT9 3AA",
        "by letter", "skip", "skip", "No", "0", "no", "no", "don't know", "no", "0", "dont know", "1",
    )  # fmt: skip
    assert "Your income: None" in read_back
    phone.text("send")
    assert incomes() == []
