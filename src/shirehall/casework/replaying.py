"""Running an old decision again from what was kept of it: the same version, rates, answers, evidence, judgements."""

from datetime import datetime
from typing import Any, TypeVar

from shirehall.casework.models import Case, CaseJudgement, RatesVersion, ServiceVersion
from shirehall.casework.models import Decision as DecisionRow
from shirehall.casework.versions import compiled
from shirehall.kernel.api import Decision, Judgement, Version, answers_from_stored, decide, in_language
from shirehall.kernel.values import Value, from_stored, to_stored

Kept = TypeVar("Kept", ServiceVersion, RatesVersion)
# Without the text of the definition, which is long and compiled already.
_OF_CASE = """
    SELECT d.*, v.hash AS version_hash, r.hash AS rates_hash FROM shirehall_casework_decision d
    JOIN shirehall_casework_serviceversion v ON v.id = d.service_version_id
    JOIN shirehall_casework_ratesversion r ON r.id = d.rates_version_id
    WHERE d.case_id = %s {which} ORDER BY d.number DESC LIMIT 1
"""
_LATEST, _NUMBERED = _OF_CASE.format(which=""), _OF_CASE.format(which="AND d.number = %s")


def latest_decision(case: Case, *, number: int = 0) -> DecisionRow | None:
    """The decision of the case's last deciding pass, or the one of that number."""
    values = [case.pk, number] if number else [case.pk]
    row = next(iter(DecisionRow.objects.raw(_NUMBERED if number else _LATEST, values)), None)
    if row is not None:
        row.case = case
        row.service_version = _named(ServiceVersion, row, row.service_version_id, row.version_hash)  # type: ignore[attr-defined]
        row.rates_version = _named(RatesVersion, row, row.rates_version_id, row.rates_hash)  # type: ignore[attr-defined]
    return row


def _named(model: type[Kept], row: DecisionRow, pk: int, text_hash: str) -> Kept:
    """A version by its hash; all else of it is read where somebody asks for it."""
    return model.from_db(row._state.db, ["id", "hash"], [pk, text_hash])


def kernel_decision(row: DecisionRow, *, explain: bool = True, language: str = "") -> Decision:
    """The decision again, from its inputs alone; with `explain`, also why other rows did not win; with `language`, its
    reasons in the words of the definition in that language."""
    version = in_language(compiled(row.service_version, row.rates_version), language)
    return decide(
        version, answers_from_stored(version, row.inputs["answers"]), evidence=row.inputs["evidence"],
        judgements=[read_judgement(version, each) for each in row.inputs["judgements"]],
        authority=row.inputs["authority"], on=row.on, explain=explain,
    )  # fmt: skip


def judgement_to_stored(judgement: Judgement) -> dict[str, Any]:
    """JSON-able form of a judgement."""
    return {
        "question": judgement.question, "answer": to_stored(judgement.answer), "reason": judgement.reason,
        "by": judgement.by, "at": judgement.at.isoformat(),
    }  # fmt: skip


def read_judgement(version: Version, stored: dict[str, Any]) -> Judgement:
    """The judgement whose stored form this is."""
    return Judgement(
        question=stored["question"], answer=_answer(version, stored["question"], stored["answer"]),
        reason=stored["reason"], by=stored["by"], at=datetime.fromisoformat(stored["at"]),
    )  # fmt: skip


def judgement_of(version: Version, row: CaseJudgement) -> Judgement:
    """The kernel's judgement of a row."""
    answer = _answer(version, row.question, row.answer)
    return Judgement(question=row.question, answer=answer, reason=row.reason, by=row.by, at=row.at)


def _answer(version: Version, question: str, stored: Any) -> Value:
    fact = version.service.facts[question]
    return from_stored(fact.kind, stored, fact.parts)
