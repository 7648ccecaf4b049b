"""Words that mean something whatever was asked: stop, start, help, call me. They are looked for before an answer is."""

import re
from typing import Literal

Command = Literal["stop", "start", "help", "call", "menu", "go_on", "back", ""]

_ENDS = re.compile(r"^[^\w]+|[^\w]+$")
_BLANKS = re.compile(r"[\s.,!]+")
_STOP = re.compile(
    r"(?:please |pls )?(?:stop+|stopall|stop all|unsubscribe|unsub|opt ?out|opt-out|end|quit|cancel)"
    r"|(?:please |pls )?(?:stop|dont|do not|no more) (?:texts?|texting|messages?|messaging|sms)(?: \w+){0,3}"
    r"|(?:please |pls )?stop (?:it|now|please|this|sending|contacting|text|pls)(?: \w+){0,3}"
    r"|(?:please |pls )?(?:dont|do not) (?:text|message|contact) me(?: \w+){0,2}|remove me|leave me alone"
)
_START = re.compile(r"start|unstop|resume texts|opt ?in")
_HELP = re.compile(r"help|help me|info|\?+|what|i need help|help please|how")
_CALL = re.compile(
    r"(?:please |pls |can (?:you|someone|somebody) |could (?:you|someone|somebody) )?"
    r"(?:(?:call|ring|phone|telephone) me|callme)(?: back)?(?: please| pls| now| asap)*"
    r"|(?:i want to |i need to |can i )?(?:speak|talk) (?:to|with) (?:a )?(?:person|human|someone|somebody)"
)
_MENU = re.compile(r"menu|hi|hello|hey|list|services|start again|restart|main menu")
_GO_ON = re.compile(r"go on|goon|continue|carry on|resume")
_BACK = re.compile(r"back|go back")
_THANKS = re.compile(
    r"(?:(?:ok|okay|k|great|lovely|brilliant|cheers|ta|thx|thanks?|thank you|thankyou|many thanks|thanks a lot|"
    r"thank you very much|that is great|perfect|will do|noted|fine|good)(?: |$))+"
)


def fold(text: str) -> str:
    """The words in small letters, without signs around them."""
    plain = _BLANKS.sub(" ", text.casefold().replace("’", "").replace("'", "")).strip()
    return plain if plain and not plain.strip("?") else _ENDS.sub("", plain)


def command_in(text: str) -> Command:
    """What a text asks of the conversation itself; empty where it answers, or says something else."""
    said = fold(text[:200])
    found: tuple[tuple[Command, re.Pattern[str]], ...] = (
        ("stop", _STOP), ("start", _START), ("help", _HELP), ("call", _CALL), ("menu", _MENU), ("go_on", _GO_ON),
        ("back", _BACK),
    )  # fmt: skip
    return next((name for name, pattern in found if pattern.fullmatch(said)), "")


def is_thanks(text: str) -> bool:
    """Whether a text only says thank you, so that nobody has to read it."""
    return bool(_THANKS.fullmatch(fold(text[:200])))
