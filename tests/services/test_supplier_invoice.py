"""What the decision of an invoice must never let through, whatever else its tables say."""

from shirehall.kernel.api import decide, load, read_facts
from shirehall.kernel.examples import load_examples
from shirehall.kernel.loading.place import Faults
from tests.services.folders import folders, texts_of

FOLDER = next(each for each in folders() if each.name == "supplier_invoice")


def test_no_judgement_of_one_officer_lets_other_bank_details_pass() -> None:
    version = load(texts_of(FOLDER))
    for example in load_examples(version, Faults()):
        if example.answers.get("bank_details") in ("different", "change_waiting"):
            assert example.expect.text("queue") == "bank_details"
    by_one = {"not_a_duplicate", "price_accepted", "amount_approved", "special_cleared", "rejected"}
    assert {judgement.name for judgement in version.service.judgements} == by_one
    rows = version.words["outcome"].table.rows
    assert not [row for row in rows if row.name == "other_bank" and set(row.cells) - {"bank_details"}]


def test_what_a_machine_may_pay_needs_every_check() -> None:
    version = load(texts_of(FOLDER))
    good = next(each for each in load_examples(version, Faults()) if each.name == "every check is passed")
    facts = read_facts(version, good.answers, on=good.on)
    for name in version.service.facts:
        if version.service.facts[name].origin == "looked_up":
            without = {fact: answer for fact, answer in facts.items() if fact != name}
            found = decide(version, without, authority=good.authority, on=good.on)
            assert found.outcome == "incomplete", name
