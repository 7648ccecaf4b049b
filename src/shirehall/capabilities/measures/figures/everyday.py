"""The figures of every service, in the order in which its page shows them."""

from django.utils.translation import gettext_lazy as _

from shirehall.capabilities.measures.figures import channels, evidence, flow, handling, reminders, shift, work
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
            "reminders within 7 days may both be followed by the same evidence. What is still owed "
            "counts for the days that it has been, until an officer takes it over. Reminders of the last 7 days can "
            "still be answered. It shows what came after a reminder, and not what would have come without it: who is "
            "reminded are those who had not answered yet, and who answers soon needs none. Only the same service with "
            "another ladder, or with the reminder a few days later, tells what a reminder is worth."
        ), reminders.reminders,
    )
)  # fmt: skip
register_measure(
    Measure(
        "completion", _("Completion"), _("Of the applications begun, how many were sent."), _("drafts"),
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
        "by_channel", _("Begun and sent, by the way it was begun"),
        _("How many applications were begun by each way, and how many of them were sent, by whatever way in the end."),
        _("drafts"), _("Each draft counts once, on the day it was begun. Councils are counted together."),
        channels.by_channel,
    )
)  # fmt: skip
register_measure(
    Measure(
        "time_to_send", _("Time to fill in an application"),
        _("How long it took from the first answer to sending, with all pauses, by the way it was begun."), _("drafts"),
        _("Counted on the day it was begun, in the same kind of histogram as the time to a decision. Councils are "
          "counted together."), channels.time_to_send,
    )
)  # fmt: skip
register_measure(
    Measure(
        "stops", _("Where people stop, by each way"),
        _("How many people reached each page by each way, and how many went on from it."), _("drafts"),
        _("Each draft counts once a page, under the way by which it was first there, on the day it was begun. Councils "
          "are counted together."), channels.stops,
    )
)  # fmt: skip
register_measure(
    Measure(
        "shift", _("Shift between the ways in"), _("The share of each way in what came in, over time."),
        _("applications"), _("Each application counts once, on the day it was sent, under the way it was sent by."),
        shift.shift,
    )
)  # fmt: skip
register_measure(
    Measure(
        "cost", _("Cost of an application, as set by the councils"),
        _("What the applications that came in cost, at the cost that the councils set for one by each way."),
        _("pounds"),
        _("The cost of one is set in the partnership's own data, with its date and its source; Shirehall measures no "
          "cost. Each application counts at the cost in force on the first day of its day, week or month. In public, "
          "ways whose number is hidden are left out of the sum."), shift.cost,
    )
)  # fmt: skip
register_measure(
    Measure(
        "without_help", _("Answered without help"),
        _("For each question, the share of answers that residents gave alone: by web, text message, keypad or a "
          "program of theirs, and not through an officer or on paper."), _("answers"),
        _("Each answer of an application counts once, on the day it was sent, by who gave it and how: what was begun "
          "alone and ended with an officer counts answer by answer. Councils are counted together."),
        channels.without_help,
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
