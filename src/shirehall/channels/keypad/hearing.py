"""What a key does: it answers, opens the menu, calls a person; and what silence and wrong keys lead to."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from shirehall.casework.api import SubmissionError
from shirehall.channels.keypad import aloud, ending
from shirehall.channels.keypad.models import Call
from shirehall.channels.keypad.offering import services_by_key
from shirehall.channels.keypad.talk import CannotBeKeyedError, Stage, Talk
from shirehall.kernel.api import AnswerError, AnswersError, Turn, key_prompts, read_keys, spoken
from shirehall.kernel.questions.speech import aloud as as_spoken

MOST_SILENCES = 3
MOST_TRIES = 2
MOST_STEPS = 400
"""More keys than any application asks for: whoever goes on for longer plays with the line."""
REPEAT, BACK, DO_NOT_KNOW, LEAVE_OUT = "1", "2", "3", "4"


def greet(talk: Talk) -> None:
    """The first words of a call."""
    name = aloud.council_name(talk.call.council)
    talk.say(_("Welcome to %(council)s.") % {"council": name})
    talk.say(_("You answer with the keys of your telephone. To talk to a person, press 0."))
    if talk.application is None:
        offered = services_by_key()
        if not offered:
            ending.tell_number(talk)
            return
        talk.say(aloud.choices(service.title for service in offered))
        return
    begin(talk)


def begin(talk: Talk) -> None:
    """The first question of a service."""
    service = talk.app.version.service
    talk.say(_("This line is for: %(title)s.") % {"title": service.title})
    if takes := service.settings["start"].get("takes"):
        talk.say(_("It takes %(time)s.") % {"time": takes})
    talk.say(_("Press star to hear something again or to go back."))
    go_on(talk)


def hear(talk: Talk, keys: str) -> None:
    """What the caller pressed, or did not. Whatever happens, something is said."""
    call = talk.call
    pressed = keys.removesuffix("#") if len(keys) > 1 else keys
    if call.step > MOST_STEPS:
        ending.goodbye(talk)
        return
    if not pressed:
        _silence(talk)
        return
    call.silences = 0
    if pressed == "#":
        say_again(talk)
    elif call.in_menu:
        _in_menu(talk, pressed)
    elif pressed == "*":
        talk.say_menu()
    elif pressed == "0" and not talk.takes_zero():
        ending.offer_person(talk)
    else:
        _answer(talk, pressed)


def _answer(talk: Talk, pressed: str) -> None:
    try:
        _STAGES[Stage(talk.call.stage)](talk, pressed)
    except AnswerError as error:
        wrong(talk, as_spoken(error.message))
    except CannotBeKeyedError:
        talk.say(_("A person has to ask you the next question."))
        ending.offer_person(talk)
    except (SubmissionError, AnswersError):
        talk.say(_("We could not keep that on this line."))
        ending.offer_person(talk)


def wrong(talk: Talk, why: str) -> None:
    """A key that does not answer: said why, once; then a person."""
    call = talk.call
    call.tries += 1
    call.runs = []
    talk.texts.clear()
    if call.tries >= MOST_TRIES:
        talk.say(_("Sorry, that did not work either."))
        if call.stage == Stage.PERSON:
            ending.tell_number(talk)
        else:
            ending.offer_person(talk)
        return
    talk.say(_("Sorry. %(why)s.") % {"why": why.rstrip(".")})
    say_again(talk)


def _silence(talk: Talk) -> None:
    talk.call.silences += 1
    if talk.call.silences >= MOST_SILENCES:
        ending.goodbye(talk)
        return
    talk.say(_("We did not hear a key."))
    say_again(talk)


def say_again(talk: Talk) -> None:
    """What the caller can do now, once more."""
    if talk.call.in_menu:
        talk.say_menu()
    elif talk.call.stage == Stage.SERVICE:
        talk.say(aloud.choices(service.title for service in services_by_key()))
    elif talk.call.stage == Stage.PERSON:
        ending.say_person(talk)
    elif talk.call.stage == Stage.ENDED:
        ending.goodbye(talk)
    else:
        talk.say_stage()


def _in_menu(talk: Talk, pressed: str) -> None:
    talk.call.in_menu = False
    question = talk.question if talk.call.stage in (Stage.QUESTION, Stage.MORE) else None
    if pressed == "0":
        ending.offer_person(talk)
    elif pressed == BACK and talk.call.stage in (Stage.QUESTION, Stage.MORE):
        before = talk.turn_before()
        if before is None:
            talk.say(_("This is the first question."))
            talk.say_stage()
        else:
            talk.ask(before)
    elif (pressed == DO_NOT_KNOW and question is not None and question.decline) or (
        pressed == LEAVE_OUT and question is not None and question.asked.optional
    ):
        talk.app.keep(talk.turn, talk.app.without_value(declined=pressed == DO_NOT_KNOW))
        _kept(talk, talk.turn)
    else:
        talk.call.runs = []
        say_again(talk)


def go_on(talk: Talk, after: Turn | None = None) -> None:
    """Ask what comes next; where all is answered, which council it is for, then read it back."""
    turn = talk.next_keyable(after)
    if turn is not None:
        talk.ask(turn)
    elif talk.app.needs_council:
        talk.move(Stage.COUNCIL)
    else:
        read_back(talk)


def read_back(talk: Talk) -> None:
    """All answers, and what is declared by sending them."""
    talk.say(_("These are your answers."))
    talk.say(*(text for _turn, text in aloud.answered(talk.app)))
    declared = talk.app.version.service.settings["declaration"]
    if declared:
        talk.say(_("When you send this, you confirm the following."), *map(as_spoken, declared))
    talk.move(Stage.CHECK)


def _kept(talk: Talk, turn: Turn) -> None:
    council, draft = talk.call.council, talk.app.draft
    if draft is not None and not draft.authority and council in talk.app.version.service.offered_by:
        talk.app.save(authority=council)
    talk.keep_draft()
    go_on(talk, turn)


def _service(talk: Talk, pressed: str) -> None:
    offered = services_by_key()
    chosen = _choice(pressed, len(offered))
    talk.call.service = offered[chosen].name
    talk.application = Talk.of(talk.call, at=talk.at).application
    begin(talk)


def _council(talk: Talk, pressed: str) -> None:
    offered = talk.app.version.service.offered_by
    talk.app.save(authority=offered[_choice(pressed, len(offered))])
    talk.keep_draft()
    go_on(talk)


def _question(talk: Talk, pressed: str) -> None:
    question = talk.question
    if question is None:
        raise LookupError(talk.turn.page)
    runs = [*talk.call.runs, pressed]
    if len(runs) < len(key_prompts(question)):
        talk.call.runs = runs
        talk.say_stage()
        return
    reply = read_keys(question, "#".join(runs), on=talk.app.on)
    if reply.value is None:
        raise AnswerError(_("Press a key"))
    turn = talk.turn
    talk.app.keep(turn, talk.app.known(reply.value))
    if question.type not in ("yes_no", "declaration"):
        talk.say(_("%(answer)s.") % {"answer": spoken(question, reply.value)})
    _kept(talk, turn)


def _more(talk: Talk, pressed: str) -> None:
    turn, yes = talk.turn, _choice(pressed, 2) == 0
    page = talk.app.page(turn.page)
    if yes and len(talk.app.items(page).repeat.items) >= page.at_most:
        talk.say(_("You cannot give more than %(count)d.") % {"count": page.at_most})
        yes = False
    following = talk.app.more(turn, yes=yes)
    if yes and following is not None:
        talk.ask(following)
        return
    _kept(talk, turn)


def _check(talk: Talk, pressed: str) -> None:
    match _choice(pressed, 3):
        case 0:
            ending.send(talk)
        case 1:
            read_back(talk)
        case 2:
            talk.call.place = 0
            talk.move(Stage.REVIEW)


def _review(talk: Talk, pressed: str) -> None:
    answered = aloud.answered(talk.app)
    turn = answered[talk.call.place][0]
    if _choice(pressed, 2) == 1:
        if not turn.fact:
            talk.forget(talk.app.page(turn.page).repeat)
            go_on(talk)
        else:
            talk.ask(turn)
        return
    talk.call.place += 1
    talk.move(Stage.REVIEW if talk.call.place < len(answered) else Stage.CHECK)


def _choice(pressed: str, most: int) -> int:
    """The place, from 0, of a key from 1. AnswerError."""
    if not (len(pressed) == 1 and pressed.isdecimal() and 1 <= int(pressed) <= most):
        raise AnswerError(_("Press a number from 1 to %(most)d") % {"most": most})
    return int(pressed) - 1


def _ended(talk: Talk, pressed: str) -> None:
    ending.goodbye(talk)


_STAGES: Mapping[Call.Stage, Callable[[Talk, str], None]] = {
    Stage.SERVICE: _service,
    Stage.COUNCIL: _council,
    Stage.QUESTION: _question,
    Stage.MORE: _more,
    Stage.CHECK: _check,
    Stage.REVIEW: _review,
    Stage.PERSON: ending.person_chosen,
    Stage.ENDED: _ended,
}
