"""A PDF copy of what was sent and decided: tagged, with the words of the definition and nothing of ours to run."""

import json
from datetime import datetime
from pathlib import Path

import typst
from django.utils.translation import gettext as _

from shirehall.casework.api import answer_groups, local_date
from shirehall.casework.models import Case
from shirehall.design.formats import day, moment
from shirehall.kernel.api import Answers, Decision, Version, journey, what_is_given
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import current_partnership

_TEMPLATE = Path(__file__).with_name("receipt.typ")


def make_receipt(
    *, case: Case, version: Version, answers: Answers, decision: Decision | None, at: datetime
) -> bytes:  # fmt: skip
    """The PDF of a case as it stands."""
    council = council_of(case.authority)
    on = decision.on if decision else local_date(at)
    pages = journey(version, answers, on=on, authority=case.authority).pages
    data = {
        "title": version.service.title,
        "council": council.name if council else current_partnership().name,
        "reference": case.reference,
        "about": [
            _("Reference: %(reference)s") % {"reference": case.reference},
            _("Sent: %(moment)s") % {"moment": moment(case.submitted_at)},
            _("This copy was made on %(day)s.") % {"day": day(local_date(at))},
        ],
        "decision_title": _("What we decided"),
        "decision": _decided(version, decision),
        "groups": [
            {"title": each.title, "rows": [{"label": row.asked, "lines": row.text.split("\n")} for row in each.rows]}
            for each in answer_groups(version, answers, pages)
        ],
        "declaration_title": _("What you confirmed"),
        "declaration": list(version.service.settings.get("declaration") or ()),
    }  # fmt: skip
    made = typst.compile(
        _TEMPLATE.read_bytes(), format="pdf", sys_inputs={"data": json.dumps(data)}, pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )  # fmt: skip
    return bytes(made)


def _decided(version: Version, decision: Decision | None) -> list[str]:
    if decision is None:
        return []
    amounts = [f"{label}: {text}" for label, text in what_is_given(version, decision)]
    return [*amounts, *(each.text for each in decision.reasons)]
