"""Which of several options somebody meant who wrote its number, its words, the start of them, or nearly them.

What could be two options is none. A number, a "not" or an "un-" is never a slip of the pen.
"""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from shirehall.kernel.language import _
from shirehall.kernel.questions.base import AnswerError, Asked, KeyPrompt
from shirehall.kernel.questions.replies import fold

LEAST_START = 3
"""The fewest letters by which the start of an option's words stands for it."""
MOST_KEYED = 9
_LEAD = re.compile(r"^(?:(?:option|number|answer) *|#|\()(?=[0-9a-z]{1,3}$)|^(?:the|a|an|for|in the) ")
_NUMBER = re.compile(r"[0-9]{1,3}")
_DIGITS = re.compile(r"[0-9]+")
_STARTS_WITH_NUMBER = re.compile(r"[0-9]+")


def marks(asked: Asked, extra: str = "") -> Mapping[str, str]:
    """Option -> the mark by which a reply picks it: 1, 2, 3 ... or A, B, C ... where the options are numbers
    themselves ("2 bedrooms" must not be picked by 3). Empty where both would mislead. `extra` is one more."""
    names = [*asked.options, *([extra] if extra else [])]
    said = [fold(each) for pair in asked.options.items() for each in pair]
    numbers = [str(place) for place in range(1, len(names) + 1)]
    by_number = dict(zip(names, numbers, strict=True))
    own = {match[0] for each in said if (match := _STARTS_WITH_NUMBER.match(each))}
    if not own & set(numbers) or all(_agrees(mark, key, asked) for key, mark in by_number.items()):
        return by_number
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(names)]
    if len(letters) < len(names) or {each for each in said if len(each) == 1} & set(letters.casefold()):
        return {}
    return dict(zip(names, letters, strict=True))


def _agrees(mark: str, key: str, asked: Asked) -> bool:
    """Whether the words of an option either start with its own mark or with no number at all."""
    found = (_STARTS_WITH_NUMBER.match(fold(each)) for each in (key, asked.options.get(key, "")))
    return all(match is None or match[0] == mark for match in found)


def picked(asked: Asked, text: str, *, extra: str = "", extra_words: str = "") -> str | None:
    """The option meant by folded words, or None where none or more than one could be. `extra` is the name of
    one more option and `extra_words` its words."""
    options = {**asked.options, **({extra: extra_words} if extra else {})}
    text = _and(text)
    said = {
        key: {_and(fold(key)), fold(key.replace("_", " ")), _and(fold(words))}
        for key, words in options.items()
    }
    for key in asked.sms_options.keys() & said.keys():
        said[key].add(fold(asked.sms_options[key]))
    exact = _only(key for key, forms in said.items() if text in forms)
    if exact is not None:
        return exact
    if any(text in forms for forms in said.values()):
        return None
    plain = _LEAD.sub("", text).rstrip(").")
    by_mark = {mark.casefold(): key for key, mark in marks(asked, extra).items()}
    if plain in by_mark:
        return by_mark[plain]
    if _NUMBER.fullmatch(plain) or not plain:
        return None
    exact = _only(key for key, forms in said.items() if plain in forms)
    return exact or _started(said, plain) or _nearly(said, plain)


def _and(text: str) -> str:
    return " ".join(text.replace("&", " and ").split())


def _only(found: Iterable[str]) -> str | None:
    keys = list(found)
    return keys[0] if len(keys) == 1 else None


def _started(said: Mapping[str, set[str]], text: str) -> str | None:
    """The only option whose words begin so, if the words stand in no other option either."""
    if len(text) < LEAST_START:
        return None
    starts = _only(key for key, forms in said.items() if any(form.startswith(text) for form in forms))
    word = re.compile(rf"\b{re.escape(text)}")
    within = sum(any(word.search(form) for form in forms) for forms in said.values())
    return starts if within <= 1 else None


def _nearly(said: Mapping[str, set[str]], text: str) -> str | None:
    """The option whose words differ by a slip: one letter in four to seven, two in more, never the first, never a
    digit; and no other option is nearly as near."""
    slips = _slips(len(text))
    if not slips:
        return None
    far = slips + 3
    distances = {
        key: min(OSA.distance(text, form, score_cutoff=far) if form else far for form in forms)
        for key, forms in said.items()
    }
    near, *others = sorted(distances, key=lambda key: distances[key])
    if distances[near] > slips or (others and distances[others[0]] <= distances[near] + 1):
        return None
    meant = min(said[near], key=lambda form: OSA.distance(text, form))
    same_start = meant[:1] == text[:1]
    return (
        near
        if same_start and _DIGITS.findall(meant) == _DIGITS.findall(text) and _same_sense(meant, text)
        else None
    )


def _slips(length: int) -> int:
    if length < 4:
        return 0
    return 1 if length < 8 else 2


_DENIES = re.compile(r"\b(?:not?|non|never|without|un\w+|dis\w+|in\w+)\b")


def _same_sense(one: str, other: str) -> bool:
    return len(_DENIES.findall(one)) == len(_DENIES.findall(other)) and len(one.split()) == len(other.split())


_BETWEEN = re.compile(r"\s*(?:[,;+&/\n]|\band\b)\s*", re.IGNORECASE)
_BLANK_DIGITS = re.compile(r"(?<=[0-9]) +(?=[0-9])")
MOST_PARTS = 40


def several(asked: Asked, text: str, *, extra: str = "", extra_words: str = "") -> tuple[str, ...] | None:
    """The options meant by "1, 3" or "morning and afternoon", or None where any part of it is not clear. The words
    of an option may themselves have commas and "and" in them."""
    spread = _BLANK_DIGITS.sub(",", text)
    joints = [match.span() for match in _BETWEEN.finditer(spread)]
    starts = [0, *(end for _start, end in joints)]
    ends = [*(start for start, _end in joints), len(spread)]
    if len(starts) > MOST_PARTS:
        return None
    chosen: list[str] = []
    at = 0
    while at < len(starts):
        if starts[at] >= ends[at]:
            at += 1
            continue
        for last in range(len(starts) - 1, at - 1, -1):
            key = picked(asked, fold(spread[starts[at] : ends[last]]), extra=extra, extra_words=extra_words)
            if key is not None:
                chosen.append(key)
                at = last + 1
                break
        else:
            return None
    return tuple(dict.fromkeys(chosen)) or None


def named_exactly(asked: Asked, text: str) -> bool:
    """Whether folded words are those of an option, whatever else they might say."""
    return any(text in (fold(key), fold(words)) for key, words in asked.options.items())


def how_to_pick(asked: Asked, none: str = "") -> str:
    """ "Reply 1 for Morning, 2 for Afternoon" """
    shown = {**asked.options, **asked.sms_options}
    options = [*(shown[key] for key in asked.options), *([none] if none else [])]
    by = list(marks(asked, none).values())
    if not by:
        return _("Reply with one of: {options}").format(options=", ".join(options))
    said = [
        _("{mark} for {option}").format(mark=mark, option=option)
        for mark, option in zip(by, options, strict=True)
    ]
    return _("Reply {options}").format(options=", ".join(said))


def two_marks(asked: Asked) -> str:
    """Two marks as an example of several: "1, 2"."""
    by = list(marks(asked).values()) or list(asked.options.values())
    return ", ".join(by[:2])


def key_prompt(asked: Asked, most: int, *, none: str = "") -> tuple[KeyPrompt, ...]:
    """How to choose with keys. Empty where there are more options than keys, or where an option is a number
    itself and another key would stand for it."""
    by = marks(asked)
    if (
        not 1 <= len(asked.options) <= MOST_KEYED
        or not all(mark.isdecimal() for mark in by.values())
        or not by
    ):
        return ()
    said = [
        _("For {option}, press {key}.").format(option=option, key=key)
        for key, option in enumerate(asked.options.values(), start=1)
    ]
    if none:
        said.append(_("For {option}, press 0.").format(option=none))
    if most > 1:
        said.append(_("You can press several. Then press the hash key."))
    return (KeyPrompt(" ".join(said), most),)


def keyed(asked: Asked, key: str) -> str:
    """The option of a key. AnswerError where there is none."""
    options = list(asked.options)
    if not (len(key) == 1 and key in "123456789" and int(key) <= len(options)):
        raise AnswerError(_("Press a number from 1 to {most}").format(most=len(options)))
    return options[int(key) - 1]
