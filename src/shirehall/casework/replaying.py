"""Running an old decision again from what was kept of it: the same version, rates, answers, evidence, judgements."""

from datetime import datetime
from typing import Any

from shirehall.casework.models import Case, CaseJudgement
from shirehall.casework.models import Decision as DecisionRow
from shirehall.casework.versions import compiled
from shirehall.kernel.api import Decision, Judgement, Version, answers_from_stored, decide
from shirehall.kernel.values import Value, from_stored, to_stored


def latest_decision(case: Case) -> DecisionRow | None:
    """The decision of the case's last deciding pass."""
    rows = DecisionRow.objects.select_related("service_version", "rates_version", "case")
    return rows.filter(case=case).order_by("-number").first()


def kernel_decision(row: DecisionRow, *, explain: bool = True) -> Decision:
    """The decision again, from its inputs alone; with `explain`, also why other rows did not win."""
    version = compiled(row.service_version, row.rates_version)
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
