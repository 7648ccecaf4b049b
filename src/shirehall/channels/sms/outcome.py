"""What is said when an application was sent: its reference, and what came of it."""

from django.utils.translation import gettext as _

from shirehall.casework.api import Application, Receipt
from shirehall.casework.models import Case
from shirehall.channels.sms.exchange import Exchange, phone_of


def say_sent(exchange: Exchange, application: Application, receipt: Receipt) -> None:
    """The reference, the outcome with its reasons, and what happens next."""
    case = Case.objects.get(pk=receipt.case_id)
    exchange.case, exchange.authority = case, case.authority
    exchange.conversation.case = case
    service, decision = application.version.service, receipt.decision
    exchange.say(
        _("Sent. Your reference is %(reference)s. %(words)s")
        % {"reference": receipt.reference, "words": str(service.settings.get("confirmation") or "")}
    )
    reasons = [each.text for each in decision.reasons]
    said = {
        "approve": _("We decided: approved."),
        "refuse": _("We decided: refused."),
        "refer": _("A person will look at it by %(day)s.") % {"day": _day(case)},
    }.get(decision.outcome, "")
    exchange.say(" ".join([said, *reasons]) if said else "")
    exchange.say("\n".join(each.text for each in decision.next_steps))
    if decision.outcome == "refuse":
        exchange.say(
            _("If you think this is wrong, ask us to look again: %(phone)s.")
            % {"phone": phone_of(case.authority)}
        )


def _day(case: Case) -> str:
    return f"{case.decide_by_on.day} {case.decide_by_on:%B}"
