"""The figures of every service, in the order in which its page shows them."""

from django.utils.translation import gettext_lazy as _

from shirehall.capabilities.measures.figures import evidence, flow, handling, reminders, work
from shirehall.capabilities.measures.registry import Measure, register_measure

register_measure(
    Measure(
        "submissions", _("Applications"),
        _("How many applications came in, by council and by the way they came."), _("applications"),
        _("Each application counts once, on the day it was sent."), flow.submissions,
    )
)  # fmt: skip
register_measure(
    Measure(
        "automatic", _("Decided automatically"),
        _("The share of applications that the rules settled with nobody's hand on them."), _("applications"),
        _(
            "Counted on the day the application was sent. One that an officer touches later is taken out of it, and "
            "counts under its first reason."
        ), handling.automatic,
    )
)  # fmt: skip
register_measure(
    Measure(
        "left_because", _("Why the others were not automatic"),
        _("The first reason why an application needed a person."), _("applications"),
        _("Each application counts once, under its first reason, on the day it was sent."), handling.left_because,
    )
)  # fmt: skip
register_measure(
    Measure(
        "time_to_decision", _("Time to a decision"),
        _("How long it took from sending an application to its first settled decision."), _("decisions"),
        _(
            "Counted on the day of the decision, in a histogram whose places each reach a tenth further than the one "
            "before. Median and 95th percentile are the upper edge of their place."
        ), handling.time_to_decision,
    )
)  # fmt: skip
register_measure(
    Measure(
        "outcomes", _("Outcomes"), _("How the first settled decision of each application came out."), _("decisions"),
        _("Each application counts once, on the day it was first settled."), handling.outcomes,
    )
)  # fmt: skip
register_measure(
    Measure(
        "overdue", _("Overdue now"),
        _("Open applications whose day for a decision has passed. The clock stands still while evidence is owed."),
        _("applications"), _("Counted by due day as applications come and go."), work.overdue,
    )
)  # fmt: skip
register_measure(
    Measure(
        "evidence_owed", _("Evidence owed now"), _("Evidence that residents still have to send on open applications."),
        _("pieces of evidence"), _("Up by one when it is asked for, down by one when it comes or is not needed."),
        evidence.owed,
    )
)  # fmt: skip
register_measure(
    Measure(
        "time_to_evidence", _("How long evidence takes"),
        _("How long it took from asking for evidence to its coming in."), _("pieces of evidence"),
        _("Counted on the day it came in, in the same kind of histogram as the time to a decision."),
        evidence.time_to_evidence,
    )
)  # fmt: skip
register_measure(
    Measure(
        "reminders", _("What reminders were followed by"),
        _(
            "For each evidence and each reminder: how many went out, how often the evidence came within 7 days, and "
            "how much of what was owed came each day, beside the time before any reminder."
        ), _("reminders, and pieces of evidence"),
        _(
            "A reminder counts on the day it went, evidence on the day it came, under the last reminder before it. Two "
            "reminders within 7 days may both be followed by the same evidence. Reminders of the last 7 days can "
            "still be answered. It shows what came after a reminder, and not what would have come without it: who is "
            "reminded are those who had not answered yet, and who answers soon needs none. Only the same service with "
            "another ladder, or with the reminder a few days later, tells what a reminder is worth."
        ), reminders.reminders,
    )
)  # fmt: skip
register_measure(
    Measure(
        "completion", _("Completion"), _("Of the applications begun on the web, how many were sent."), _("drafts"),
        _("Each draft counts once, on the day it was begun. A draft learns its council on the way, so councils are "
          "counted together."), flow.completion,
    )
)  # fmt: skip
register_measure(
    Measure(
        "pages", _("Where people stop"), _("How many people reached each page, and how many went on from it."),
        _("drafts"),
        _("Each draft counts once a page, on the day it was begun. Councils are counted together. People who are "
          "still on their way count as stopped."), flow.pages,
    )
)  # fmt: skip
register_measure(
    Measure(
        "judgements", _("Judgements"), _("How often an officer judged a question that no rule can answer."),
        _("judgements"), _("Each judgement counts on its day."), work.judgements,
    )
)  # fmt: skip
register_measure(
    Measure(
        "withdrawn", _("Withdrawn"), _("How often people took their application back."), _("applications"),
        _("Each counts on the day it was taken back."), work.withdrawn,
    )
)  # fmt: skip
register_measure(
    Measure(
        "review_asked", _("Asked to look again"), _("How often people asked for a decision to be looked at again."),
        _("requests"), _("Each request counts on its day."), work.review_asked,
    )
)  # fmt: skip
