"""The decision of an invoice is proved as every service is: its tables are total, and each row has its example."""

from pathlib import Path

from shirehall.kernel.api import check, decide, load, read_facts
from shirehall.kernel.examples import load_examples
from shirehall.kernel.loading.place import Faults

FOLDER = Path(__file__).with_name("supplier_invoice")
CHANNELS = ("invoice_mail", "invoice_folder", "invoice_upload", "invoice_api")


def texts() -> dict[str, str]:
    return {
        each.relative_to(FOLDER).as_posix(): each.read_text(encoding="utf-8")
        for each in sorted(FOLDER.rglob("*"))
        if each.suffix in (".yaml", ".md")
    }


def test_it_is_proved() -> None:
    assert [str(problem) for problem in check(texts(), channels=CHANNELS) if problem.level == "error"] == []


def test_no_judgement_of_one_officer_lets_other_bank_details_pass() -> None:
    version = load(texts())
    by_one = {"not_a_duplicate", "price_accepted", "amount_approved", "special_cleared", "rejected"}
    for example in load_examples(version, Faults()):
        if example.answers.get("bank_details") in ("different", "change_waiting"):
            assert example.expect.text("queue") == "bank_details"
    names = {judgement.name for judgement in version.service.judgements}
    assert names == by_one
    assert not [
        row
        for row in version.words["outcome"].table.rows
        if row.name == "other_bank" and set(row.cells) - {"bank_details"}
    ]


def test_what_a_machine_may_pay_needs_every_check() -> None:
    version = load(texts())
    good = next(each for each in load_examples(version, Faults()) if each.name == "every check is passed")
    facts = read_facts(version, good.answers, on=good.on)
    for name in version.service.facts:
        if version.service.facts[name].origin == "looked_up":
            without = {fact: answer for fact, answer in facts.items() if fact != name}
            found = decide(version, without, authority=good.authority, on=good.on)
            assert found.outcome == "incomplete", name
