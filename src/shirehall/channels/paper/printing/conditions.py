"""Conditions in plain words, for somebody who holds a pen: "you ticked “Yes” at question 6"."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from shirehall.kernel.definition import Expression, Service
from shirehall.kernel.nodes import Compare, Listed, Logic, Name, Node, Not, Number, Text, YesNo
from shirehall.kernel.saying import say
from shirehall.kernel.words import day_of, pounds

_NUMBERS: Mapping[str, str] = {
    "=": "{what} is {value}", "!=": "{what} is not {value}", "<": "{what} is less than {value}",
    "<=": "{what} is {value} or less", ">": "{what} is more than {value}", ">=": "{what} is {value} or more",
}  # fmt: skip


def only_if(service: Service, condition: Expression, numbers: Mapping[str, str]) -> str:
    """A condition in words; `numbers` gives the printed number of each fact that is asked."""
    saying = _Saying(service, numbers)
    return saying.say(condition.node) or say(service, condition)


class _Saying:
    def __init__(self, service: Service, numbers: Mapping[str, str]) -> None:
        self.service, self.numbers = service, numbers

    def say(self, node: Node) -> str:
        """The words, or empty where a question's number would not help."""
        match node:
            case Name(name, "") if self._is_asked(name, "yes_no"):
                return self._ticked(name, [_("Yes")])
            case Not(Name(name, "")) if self._is_asked(name, "yes_no"):
                return self._ticked(name, [_("No")])
            case Logic(word, left, right):
                return self._joined(word, self.say(left), self.say(right))
            case Compare(sign, Name(name, ""), right) if name in self.numbers:
                return self._compared(name, sign, right)
        return ""

    def _is_asked(self, name: str, kind: str) -> bool:
        return name in self.numbers and self.service.facts[name].kind == kind

    def _joined(self, word: str, left: str, right: str) -> str:
        if not (left and right):
            return ""
        return (
            _("%(first)s, and %(second)s") if word == "and" else _("%(first)s, or %(second)s")
        ) % {"first": left, "second": right}  # fmt: skip

    def _compared(self, name: str, sign: str, right: Node) -> str:
        words = [self._value(name, each) for each in (right.items if isinstance(right, Listed) else (right,))]
        if "" in words:
            return ""
        if self.service.facts[name].kind in ("choice", "choices", "yes_no"):
            if sign in ("=", "in"):
                return self._ticked(name, words)
            return self._not_ticked(name, words) if sign in ("!=", "not in") else ""
        if sign not in _NUMBERS:
            return ""
        what = _("your answer to question %(number)s") % {"number": self.numbers[name]}
        return _(_NUMBERS[sign]).format(what=what, value=words[0])

    def _value(self, name: str, node: Node) -> str:
        fact = self.service.facts[name]
        match node:
            case Text(word) | Name(word) if word in fact.options:
                return fact.options[word]
            case YesNo(yes):
                return _("Yes") if yes else _("No")
            case Number(value) if fact.kind == "money":
                return pounds(round(value * 100))
            case Number(value) if value.denominator == 1:
                return str(value.numerator)
            case _ if hasattr(node, "ordinal"):
                return day_of(node.ordinal)
        return ""

    def _ticked(self, name: str, words: list[str]) -> str:
        return _("you ticked %(options)s at question %(number)s") % {
            "options": _either(words), "number": self.numbers[name],
        }  # fmt: skip

    def _not_ticked(self, name: str, words: list[str]) -> str:
        return _("you did not tick %(options)s at question %(number)s") % {
            "options": _either(words), "number": self.numbers[name],
        }  # fmt: skip


def _either(words: list[str]) -> str:
    quoted = [f"“{each}”" for each in words]
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}
