"""Evidence: accept or refuse what came, add what came by post, ask for more."""

from functools import partial

from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import LARGEST, DocumentError, dispose, store
from shirehall.casework.api import EvidenceGiven, SubmissionError
from shirehall.casework.models import Evidence
from shirehall.desk.access import OpenCase
from shirehall.desk.forms import (
    DeskForm,
    Done,
    FormProblem,
    Posted,
    choice_asking,
    file_asking,
    reason_asking,
)
from shirehall.desk.passing import CHANNEL, pass_down, was_sent
from shirehall.kernel.definition import EvidenceAsked

_MOST_FILES = 20


def evidence_forms(desk: OpenCase, rows: dict[str, Evidence]) -> list[DeskForm]:
    """What may be done about evidence now. `rows` by name are those that stand on the case."""
    asked = desk.version.service.evidence
    forms = [
        _check_form(each)
        for each in asked
        if each.name in rows and rows[each.name].state == Evidence.State.RECEIVED
    ]
    if not asked:
        return forms
    may_come = {each.name: each.title for each in asked if not _is_accepted(rows.get(each.name))}
    if may_come:
        forms.append(_post_form(may_come))
        forms.append(_ask_form(may_come))
    return forms


def _is_accepted(row: Evidence | None) -> bool:
    return row is not None and row.state == Evidence.State.ACCEPTED


def _check_form(asked: EvidenceAsked) -> DeskForm:
    answers = {"accepted": _("Accept it"), "refused": _("Do not accept it")}
    return DeskForm(
        id=f"check-{asked.name}", title=_("Check: %(evidence)s") % {"evidence": asked.title}, button=_("Save"),
        perform=partial(_check, name=asked.name, title=asked.title), recommended=True,
        askings=(
            choice_asking("state", _("Is it what we need?"), _("whether you accept it"), answers),
            reason_asking(
                _("Reason"), _("Needed when you do not accept it. The person reads it, so say what to send."),
                optional=True,
            ),
        ),
    )  # fmt: skip


def _check(desk: OpenCase, posted: Posted, *, name: str, title: str) -> Done:
    state = posted.text("state")
    if state == Evidence.State.REFUSED and not posted.text("reason"):
        raise FormProblem({"reason": (_("Say why it is not what we need, and what to send."), "")})
    given = EvidenceGiven(state, (), posted.text("reason"))
    pass_down(desk, posted, purpose="evidence", evidence={name: given})
    if state == Evidence.State.REFUSED:
        return Done(_("“%(evidence)s” was not accepted. The person is asked again.") % {"evidence": title})
    return Done(_("“%(evidence)s” is accepted.") % {"evidence": title})


def _post_form(titles: dict[str, str]) -> DeskForm:
    return DeskForm(
        id="post", title=_("Add evidence that came by post"), button=_("Add it"), perform=_add, guarded=False,
        askings=(
            choice_asking("evidence", _("What is it?"), _("what it is"), titles),
            file_asking("files", _("Scanned copy"), _("PDF, picture or text, up to 10 MB each.")),
        ),
    )  # fmt: skip


def _add(desk: OpenCase, posted: Posted) -> Done:
    name, said = posted.text("evidence"), _("The evidence is on the case. Check it next.")
    if was_sent(desk, posted):
        return Done(said)
    files = posted.request.FILES.getlist("post-files")[:_MOST_FILES]
    if not files:
        raise FormProblem({"files": (_("Choose the scanned copy."), "")})
    kept: list[str] = []
    try:
        for each in files:
            # With the case from the first moment: a file that belongs to nothing is swept away.
            made = store(
                content=each.read(LARGEST + 1), name=each.name or "", by=desk.by, at=desk.at, channel=CHANNEL,
                case=desk.case, evidence=name,
            )  # fmt: skip
            kept.append(made.pk)
        given = EvidenceGiven("received", tuple(kept))
        pass_down(desk, posted, purpose="evidence", evidence={name: given}, guarded=False)
    except DocumentError as error:
        dispose(kept, at=desk.at)
        raise FormProblem({"files": (str(error), "")}) from error
    except SubmissionError:
        dispose(kept, at=desk.at)
        raise
    return Done(said)


def _ask_form(titles: dict[str, str]) -> DeskForm:
    return DeskForm(
        id="ask", title=_("Ask for evidence"), button=_("Ask for it"), perform=_ask,
        askings=(
            choice_asking("evidence", _("What do you need?"), _("what you need"), titles),
            reason_asking(_("Why do you need it?"), _("The person reads this.")),
        ),
    )  # fmt: skip


def _ask(desk: OpenCase, posted: Posted) -> Done:
    given = EvidenceGiven("wanted", (), posted.text("reason"))
    pass_down(desk, posted, purpose="evidence", evidence={posted.text("evidence"): given})
    return Done(_("The person is asked for it."))
