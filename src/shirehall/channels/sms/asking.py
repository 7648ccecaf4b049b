"""Asking: the next question of an application as a text, and what is read back before it is sent."""

from datetime import timedelta

from django.utils.translation import gettext as _

from shirehall.capabilities.messages.api import link_to
from shirehall.casework.api import AnswerRow, Application, answer_groups, local_date
from shirehall.channels.sms.exchange import Exchange, phone_of
from shirehall.channels.sms.models import Conversation
from shirehall.kernel.api import Question, Turn, how_to_reply, wording
from shirehall.kernel.values import Repeat
from shirehall.partnership.api import Authority, authorities
from shirehall.partnership.api import authority as council_of

Stage = Conversation.Stage


def say_welcome(exchange: Exchange, application: Application) -> None:
    """The first text of an application: what this is, and the words that always work."""
    service = application.version.service
    takes = str((service.settings.get("start") or {}).get("takes", ""))
    exchange.say(
        _("%(service)s. We ask one question at a time%(takes)s. How we use what you tell us: %(link)s")
        % {"service": service.title, "takes": f", {takes}" if takes else "", "link": link_to(None)},
        _("Reply HELP for help, CALL ME and we call you, STOP to stop."),
    )


def ask_next(exchange: Exchange, application: Application, *, after: Turn | None = None) -> None:
    """Ask what comes next: a question, which council, or whether to send it."""
    turn = application.next_turn(after)
    if turn is not None:
        ask_turn(exchange, application, turn)
    elif application.needs_council:
        _ask_council(exchange, application)
    else:
        _ask_to_send(exchange, application)


def ask_turn(exchange: Exchange, application: Application, turn: Turn) -> None:
    """Ask one question, and remember that it is the one that the next text answers."""
    conversation = exchange.conversation
    if conversation.turn.get("page") != turn.page or conversation.stage != Stage.QUESTION:
        application.see(turn.page)
    _stand(exchange, Stage.QUESTION, {"page": turn.page, "fact": turn.fact, "item": turn.item})
    question = application.question(turn)
    exchange.say(question_text(question) if question else _another(application, turn))


def question_text(question: Question) -> str:
    """A question with how to reply to it."""
    how = how_to_reply(question)
    if question.type == "telephone":
        how = _("%(how)s. For the number you text from, reply THIS") % {"how": how}
    asked = wording(question, "sms")
    return f"{asked}\n{how}." if how else asked


def _another(application: Application, turn: Turn) -> str:
    """Whether a repeated page has an item, or one more."""
    page = application.page(turn.page)
    answer = application.answers.get(page.repeat)
    count = len(answer.value.items) if answer and isinstance(answer.value, Repeat) else 0
    item = page.item or _("item")
    if not count:
        return _("%(title)s: do you have any %(item)s to tell us about?\n%(how)s") % {
            "title": page.title, "item": item, "how": _how_another(page.hint)
        }  # fmt: skip
    return _("We have %(count)s so far. Do you have another %(item)s?\nReply YES or NO.") % {
        "count": count, "item": item
    }  # fmt: skip


def _how_another(hint: str) -> str:
    return f"{hint} {_('Reply YES or NO.')}".strip()


def _ask_council(exchange: Exchange, application: Application) -> None:
    _stand(exchange, Stage.COUNCIL, {})
    listed = "\n".join(f"{n} {council.name}" for n, council in enumerate(councils_of(application), 1))
    exchange.say(_("Which council area do you live in? Reply with the number:\n%(list)s") % {"list": listed})


def councils_of(application: Application) -> list[Authority]:
    """The councils that offer the service, in the order in which they are listed."""
    return [each for each in authorities() if each.code in application.version.service.offered_by]


def _ask_to_send(exchange: Exchange, application: Application) -> None:
    """Read all answers back, with what sending declares."""
    _stand(exchange, Stage.CHECK, {})
    application.see("check")
    service = application.version.service
    if not application.is_offered:
        council = council_of(application.authority)
        exchange.say(
            _("%(council)s does not offer this by text. Call them on %(phone)s. They will help you.")
            % {"council": council.name if council else "", "phone": phone_of(application.authority)}
        )
        return
    rows = [f"{n} {row.label}: {_one_line(row.text)}" for n, row in enumerate(rows_of(application), 1)]
    exchange.say(_("You told us:\n%(rows)s") % {"rows": "\n".join(rows)})
    declared = service.settings.get("declaration") or ()
    if declared:
        said = " ".join(str(each) for each in declared)
        exchange.say(_("If you reply SEND, you say: %(declaration)s") % {"declaration": said})
    exchange.say(_("Reply SEND to send it. To change an answer, reply CHANGE and its number, like CHANGE 1."))


def rows_of(application: Application) -> list[AnswerRow]:
    """The answers in words, in the order in which they are numbered."""
    groups = answer_groups(application.version, application.answers, application.journey.pages)
    return [row for group in groups for row in group.rows]


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())


def ask_to_resume(exchange: Exchange, application: Application) -> None:
    """Somebody is back after a while: first say what this was about."""
    exchange.conversation.stage = Stage.RESUME
    exchange.conversation.asked_at = exchange.at
    exchange.say(resume_text(application.version.service.title))


def resume_text(title: str) -> str:
    """The question whether to go on with an application."""
    return _("You were telling us about: %(title)s. Reply YES to go on, or NO to leave it.") % {
        "title": title
    }


def kept_until(application: Application) -> str:
    """The last day on which a draft is kept, in words."""
    expires_at = application.draft.expires_at if application.draft else application.at + timedelta(days=7)
    on = local_date(expires_at)
    return f"{on.day} {on:%B}"


def _stand(exchange: Exchange, stage: Conversation.Stage, turn: dict[str, object]) -> None:
    conversation = exchange.conversation
    conversation.stage, conversation.turn, conversation.tries = stage, turn, 0
    conversation.asked_at, conversation.nudged_at = exchange.at, None
