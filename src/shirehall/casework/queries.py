"""Reading the record: a case and what stands on it."""

from shirehall.casework.applicant import keys
from shirehall.casework.models import Case, Decision, Draft, Evidence, Step, Task
from shirehall.casework.references import ReferenceProblem, read_reference
from shirehall.casework.replaying import kernel_decision, latest_decision
from shirehall.casework.versions import resolve, resolve_row
from shirehall.kernel.api import Answers, answers_from_stored
from shirehall.kernel.api import Decision as KernelDecision

_EARLIER_SHOWN = 10


def case_by_reference(typed: str) -> Case | None:
    """The case whose reference was typed; None where there is none. `read_reference` says what is wrong with it."""
    try:
        reference = read_reference(typed)
    except ReferenceProblem:
        return None
    return Case.objects.select_related("assigned_to").filter(reference=reference).first()


def draft_by_token(token: str) -> Draft | None:
    """The draft that a session holds."""
    return Draft.objects.select_related("service_version", "sent_case").filter(token=token).first()


def draft_by_reference(typed: str) -> Draft | None:
    """The draft whose reference was typed."""
    try:
        reference = read_reference(typed)
    except ReferenceProblem:
        return None
    return Draft.objects.select_related("service_version", "sent_case").filter(reference=reference).first()


def draft_answers(draft: Draft) -> Answers:
    """The answers kept so far."""
    return answers_from_stored(resolve_row(draft.service_version_id).version, draft.answers)


def case_answers(case: Case) -> Answers:
    """The answers that stand, each with its source."""
    return answers_from_stored(resolve_row(case.service_version_id).version, case.facts)


def current_decision(case: Case) -> Decision | None:
    """The decision of the last pass that made one."""
    return latest_decision(case)


def decisions(case: Case) -> list[Decision]:
    """Every decision, newest first."""
    rows = Decision.objects.select_related("service_version", "rates_version", "case", "submission")
    return list(rows.filter(case=case).order_by("-number"))


def explained_decision(case: Case, *, language: str = "") -> KernelDecision | None:
    """The last decision run again from its inputs, with why other rows did not win, said in a language."""
    row = latest_decision(case)
    return kernel_decision(row, language=language) if row else None


def evidence(case: Case) -> list[Evidence]:
    """All evidence of a case, in the order it was wanted."""
    return list(Evidence.objects.filter(case=case).order_by("wanted_at", "id"))


def owed_evidence(case: Case) -> list[Evidence]:
    """What the resident still has to send, the earliest due first."""
    return list(Evidence.objects.filter(case=case, state__in=Evidence.OWED).order_by("due_on", "id"))


def open_tasks(case: Case) -> list[Task]:
    """What a person has to do on the case."""
    return list(Task.objects.filter(case=case, closed_at=None).order_by("due_on", "id"))


def failed_steps(case: Case) -> list[Step]:
    """What the machine could not do and staff may try again."""
    return list(Step.objects.filter(case=case, state=Step.State.FAILED).order_by("id"))


def waiting_steps(case: Case) -> list[Step]:
    """What the machine is going to do, the earliest first."""
    steps = Step.objects.filter(case=case, state__in=[Step.State.WAITING, Step.State.LEASED])
    return list(steps.order_by("due_at", "id"))


def look_for_earlier(*, service: str, answers: Answers, version: str | None = None) -> list[Case]:
    """Cases of the same person for the same service, not withdrawn, newest first: the same name and date of birth,
    National Insurance number, or name and email."""
    person, number, email = keys(resolve(service, version).version, answers)
    found: dict[int, Case] = {}
    for column, key in (("person_key", person), ("number_key", number), ("email_key", email)):
        if key:
            rows = Case.objects.filter(service=service, **{column: key}).exclude(state=Case.State.WITHDRAWN)
            found |= {case.pk: case for case in rows.order_by("-id")[:_EARLIER_SHOWN]}
    return sorted(found.values(), key=lambda case: case.pk, reverse=True)
