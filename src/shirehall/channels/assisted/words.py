"""What an officer says about a decision, in sentences made from it. Nothing here decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import channels_of_decision
from shirehall.casework.models import Case, Evidence
from shirehall.channels.assisted.models import Help
from shirehall.kernel.api import Decision, Version, what_is_given


def outcome_word(outcome: str) -> dict[str, str]:
    """An outcome as a word with its shape."""
    word, kind = {
        "approve": (_("Approved"), "good"), "refuse": (_("Not approved"), "bad"),
        "refer": (_("A person looks at it"), "working"), "received": (_("Received"), "new"),
        "incomplete": (_("Not known yet"), "neutral"),
    }[outcome]  # fmt: skip
    return {"word": word, "kind": kind}


def outcomes_in_words(outcomes: Sequence[str]) -> list[dict[str, str]]:
    """The outcomes that are still possible."""
    return [outcome_word(each) for each in outcomes if each != "incomplete"]


def capital(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def amounts_of(version: Version, decision: Decision) -> list[dict[str, str]]:
    """What the decision gives, in the words of the definition."""
    return [{"label": label, "text": text} for label, text in what_is_given(version, decision)]


def what_to_say(
    version: Version, case: Case, decision: Decision, owed: Sequence[Evidence], *, at: datetime
) -> list[str]:
    """Sentences to read out: the outcome, what it gives, why, what is owed, what happens next."""
    said = [_outcome(decision.outcome, owed=bool(owed))]
    said += [
        _("%(label)s: %(amount)s.") % {"label": each["label"], "amount": each["text"]}
        for each in amounts_of(version, decision)
    ]
    said += [each.text for each in decision.reasons]
    titles = {each.name: each for each in version.service.evidence}
    for row in owed:
        if defined := titles.get(row.name):
            said.append(
                _("We need %(title)s. You can send any of these: %(list)s.")
                % {"title": defined.title[:1].lower() + defined.title[1:], "list": ", ".join(defined.accept.values())}
            )  # fmt: skip
    said += [each.text for each in decision.next_steps if each.kind != "send_evidence"]
    said.append(_reached_by(case, at))
    return said


def _outcome(outcome: str, *, owed: bool) -> str:
    match outcome:
        case "approve" if owed:
            return _("You can get this, once we have seen your evidence.")
        case "approve":
            return _("Your application is approved.")
        case "refuse":
            return _("We cannot give you this.")
        case "refer":
            return _("A person will look at your application.")
        case "incomplete":
            return _("We need to know more. A person will look at what you told us, and contact you.")
    return _("We have received it.")


def _reached_by(case: Case, at: datetime) -> str:
    match channels_of_decision(case, at=at):
        case ("email",):
            return _("We send you this in an email.")
        case ("sms",):
            return _("We send you this by text message.")
        case ("letter",):
            return _("We send you this in a letter.")
        case ():
            return _("We have no way to send you this. Please note it down.")
    return _("We send you this by text message and in a letter.")


def how_words() -> dict[str, str]:
    """How somebody was there."""
    return {
        Help.How.PHONE: _("By phone"), Help.How.OFFICE: _("In the office"), Help.How.HOME_VISIT: _("At their home"),
    }  # fmt: skip


def may_words() -> dict[str, str]:
    """By what authority somebody speaks for a resident."""
    return {
        Help.May.BESIDE: _("The resident is there and wants them to speak"),
        Help.May.POWER_OF_ATTORNEY: _("Power of attorney"),
        Help.May.DEPUTY: _("Deputy named by the Court of Protection"),
        Help.May.APPOINTEE: _("Appointee of the Department for Work and Pensions"),
        Help.May.WRITTEN: _("The resident has told us so in writing"),
    }


def present_words(given: Help) -> str:
    """Who spoke, in a line."""
    if given.speaker == Help.Speaker.RESIDENT:
        return _("the resident")
    return _("%(name)s (%(may)s)") % {"name": given.speaker_name, "may": may_words()[given.speaker_may]}


def panel_rows(rows: Sequence[Help], names: dict[str, str]) -> list[dict[str, Any]]:
    """The help that was given, for the case page."""
    return [
        {
            "at": each.began_at, "officer": names.get(each.by, each.by), "how": how_words()[each.how],
            "present": present_words(each), "consent": each.consented_at,
            "handed_to": {"email": _("email"), "sms": _("text message")}.get(each.handed_to, ""),
        }
        for each in rows
    ]  # fmt: skip
