"""Evidence: what is owed at this moment, and how long it takes to come."""

from django.utils.translation import gettext as _

from shirehall.capabilities.measures.counts import Counts
from shirehall.capabilities.measures.figures.drawing import bars, counted_rows, nothing, said
from shirehall.capabilities.measures.figures.handling import timed
from shirehall.capabilities.measures.registry import Column, Drawn


def owed(counts: Counts) -> Drawn:
    """Evidence owed now, by kind."""
    found = counts.now["evidence_owed"]
    if not found.total():
        return nothing(_("No evidence is owed now."))
    rows = counted_rows(
        counts, found, counts.words.proof, lambda key: {"measure": "evidence_owed", "key": key}
    )
    text = _("%(n)s pieces of evidence are owed now.") % {"n": said(found.total(), public=counts.public)}
    columns = (Column("evidence", _("Evidence")), Column("count", _("Owed"), "number"))
    return Drawn(text, columns, rows, bars("evidence_owed", _("Evidence owed now"), text, rows))


def time_to_evidence(counts: Counts) -> Drawn:
    """How long evidence takes to come."""
    if not counts.total("time_to_evidence"):
        return nothing(_("No evidence came in."))
    return timed(
        counts, "time_to_evidence", _("How long evidence takes"),
        _("Half of the evidence came within %(median)s, and 95 of 100 pieces within %(longest)s."),
        Column("count", _("Pieces of evidence"), "number"),
    )  # fmt: skip
