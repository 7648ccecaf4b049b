"""Judgements: what the definition leaves to an officer, one form each."""

from functools import partial

from django.utils.translation import gettext as _

from shirehall.casework.api import explained_decision
from shirehall.casework.models import CaseJudgement
from shirehall.desk.access import OpenCase
from shirehall.desk.forms import Asking, DeskForm, Done, Posted, reason_asking
from shirehall.desk.passing import pass_down
from shirehall.desk.words import outcome_word
from shirehall.kernel.api import Judgement, judgements_awaited
from shirehall.kernel.definition import JudgementAsked


def judgement_forms(desk: OpenCase, *, waits_for_decision: bool) -> list[DeskForm]:
    """A form for each judgement of the service, first and open those that the case waits for."""
    asked = desk.version.service.judgements
    decision = explained_decision(desk.case) if waits_for_decision and len(asked) > 1 else None
    awaited = judgements_awaited(desk.version, decision) if decision else ()
    first = sorted(asked, key=lambda each: each.name not in awaited)
    return [
        _form(each, waits_for_decision and (not awaited or each.name in awaited), alone=len(asked) == 1)
        for each in first
    ]


def judgements_made(desk: OpenCase) -> list[CaseJudgement]:
    """What officers decided, oldest first."""
    return list(CaseJudgement.objects.filter(case=desk.case).order_by("id"))


def _form(asked: JudgementAsked, waits: bool, *, alone: bool) -> DeskForm:
    question = asked.question
    title = _("Decide") if alone else _("Decide: %(what)s") % {"what": question.asked.label}
    return DeskForm(
        id=f"judge-{asked.name}", title=title, button=_("Decide"),
        perform=partial(_judge, name=asked.name), recommended=waits,
        hint=_("The rules decide again with your answer. The person is told the result."),
        askings=(
            Asking("answer", question.type, question.asked),
            reason_asking(_("Why?"), _("The person may see your reason.")),
        ),
    )  # fmt: skip


def _judge(desk: OpenCase, posted: Posted, *, name: str) -> Done:
    said = Judgement(
        question=name, answer=posted.values["answer"], reason=posted.text("reason"), by=desk.by, at=desk.at
    )
    receipt = pass_down(desk, posted, purpose="judgement", judgement=said)
    return Done(
        _("You decided. The outcome is: %(outcome)s.") % {"outcome": outcome_word(receipt.decision.outcome)}
    )
