"""An invoice on the officers' case page: what it is, and the way to its own page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shirehall.casework.api import Panel, register_panel
from shirehall.casework.models import Case
from shirehall.departments.finance.desk.desk_links import path_to
from shirehall.departments.finance.desk.words import (
    STATE_WORDS,
    money_of,
    names_of,
    supplier_of,
    who_is_asked,
)
from shirehall.departments.finance.invoices.api import open_exception
from shirehall.departments.finance.invoices.models import Invoice
from shirehall.design.formats import day


def _data(case: Case) -> Mapping[str, Any] | None:
    found = Invoice.objects.select_related("case", "supplier").filter(case=case).first()
    if found is None:
        return None
    question = open_exception(found)
    people = names_of((question.person, question.second_person)) if question else {}
    facts = [
        (_("Supplier"), supplier_of(found)),
        (_("Invoice number"), found.number or _("not read")),
        (_("Invoice date"), day(found.invoice_date) if found.invoice_date else _("not read")),
        (_("To pay"), money_of(found.gross, found.currency) or _("not read")),
        (_("State"), str(STATE_WORDS[Invoice.State(found.state)][0])),
    ]
    if question:
        facts += [(_("Why it waits"), question.because), (_("Asked"), who_is_asked(question, people))]
    return {"facts": facts, "href": path_to(found)}


register_panel(
    Panel(
        name="invoice", label=gettext_lazy("The invoice"), template="shirehall_finance_desk/panel.html", data=_data,
        order=5,
    )
)  # fmt: skip
