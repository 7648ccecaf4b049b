"""Conditions and formulas in words, for the people who sign a service and do not read formulas."""

from collections.abc import Mapping

from shirehall.kernel.definition import Expression, Service
from shirehall.kernel.language import _
from shirehall.kernel.nodes import (
    Call,
    Compare,
    Day,
    Listed,
    Logic,
    Name,
    Node,
    Not,
    Number,
    Over,
    Reckon,
    Text,
    YesNo,
)  # fmt: skip
from shirehall.kernel.words import day_of, listed, pounds

_SIGNS: Mapping[str, str] = {
    "=": "{left} is {right}", "!=": "{left} is not {right}", "<": "{left} is less than {right}",
    "<=": "{left} is {right} or less", ">": "{left} is more than {right}", ">=": "{left} is {right} or more",
    "in": "{left} is {right}", "not in": "{left} is not {right}",
}  # fmt: skip
_OVER: Mapping[str, str] = {
    "sum": "the sum of {what} over {repeat}{where}", "count": "the number of {repeat}{where}",
    "any": "any of {repeat} has {where}", "all": "each of {repeat} has {where}",
}  # fmt: skip


def say(service: Service, expression: Expression) -> str:
    """A condition or formula in words: "your savings is more than £6,000.00 and risk band is High"."""
    return _Saying(service).say(expression.node)


class _Saying:
    """Says nodes; within a repeat the questions of its page are known by their own names."""

    def __init__(self, service: Service, repeat: str = "") -> None:
        self.service, self.repeat = service, repeat

    def say(self, node: Node) -> str:
        match node:
            case Number() | Text() | YesNo() | Day() | Listed():
                return self._value(node, "")
            case Name():
                # A yes/no that stands by itself is meant to be yes.
                return self._answered(node, _("yes")) if self._asks(node) else self._label(node)
            case Not(Name() as name) if self._asks(name):
                return self._answered(name, _("no"))
            case Not(of):
                return _("it is not so that {condition}").format(condition=self.say(of))
            case Logic(word, left, right):
                joined = _("{first} and {second}") if word == "and" else _("{first} or {second}")
                return joined.format(first=self._part(left, word), second=self._part(right, word))
            case Compare(sign, left, right):
                words = self._value(right, left.name if isinstance(left, Name) else "")
                return _(_SIGNS[sign]).format(left=self._part(left), right=words)
            case Reckon(sign, left, right):
                return f"{self._part(left, sign)} {_sign(sign)} {self._part(right, sign)}"
            case Call(function, arguments):
                return self._call(function, arguments)
            case Over():
                return self._over(node)

    def _part(self, node: Node, beside: str = "") -> str:
        """A part of something larger, in brackets where it could be read two ways."""
        if isinstance(node, Name) and beside not in ("and", "or"):
            return self._label(node)
        words = self.say(node)
        if isinstance(node, Logic):
            return words if node.word == beside else f"({words})"
        return f"({words})" if isinstance(node, Reckon) and beside in ("*", "/", "-") else words

    def _answered(self, node: Name, answer: str) -> str:
        question = self.service.asking.get(self._full(node))
        if question is None:
            return _("{left} is {right}").format(left=self._label(node), right=answer)
        return _("the answer to “{ask}” is {answer}").format(ask=question.asked.ask, answer=answer)

    def _asks(self, node: Name) -> bool:
        fact = self.service.facts.get(self._full(node))
        return fact is not None and fact.kind == "yes_no"

    def _full(self, node: Name) -> str:
        inner = f"{self.repeat}.{node.name}"
        return inner if inner in self.service.facts else node.name

    def _label(self, node: Name) -> str:
        name = self._full(node)
        if name in self.service.facts:
            label = self.service.facts[name].label
        else:
            label = self.service.rates[name].title if name in self.service.rates else name.replace("_", " ")
        if node.part == "weekly":
            return _("{label} a week").format(label=label)
        return _("{label} a year").format(label=label) if node.part == "yearly" else label

    def _value(self, node: Node, beside: str) -> str:
        """A value, in the words of the fact that it stands beside."""
        fact = self.service.facts.get(self._full(Name(beside)))
        match node:
            case Listed(items):
                return listed([self._value(item, beside) for item in items])
            case Text(word) | Name(word) if fact is not None and word in fact.options:
                return fact.options[word]
            case Text(text):
                return f"“{text}”"
            case YesNo(yes):
                return _("yes") if yes else _("no")
            case Day(ordinal):
                return day_of(ordinal)
            case Number(value):
                if fact is not None and fact.kind == "money":
                    return pounds(round(value * 100))
                return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
        return self._part(node)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> str:
        said = [self._part(each) for each in arguments]
        match function:
            case "round":
                return _("{what}, rounded to {step}").format(what=said[0], step=said[1])
            case "age":
                return _("the age of somebody born on {day}").format(day=said[0])
            case "days_since":
                return _("the days since {day}").format(day=said[0])
        which = _("the least of {parts}") if function == "min" else _("the most of {parts}")
        return which.format(parts=", ".join(said))

    def _over(self, node: Over) -> str:
        inner = _Saying(self.service, node.repeat)
        fact = self.service.facts.get(node.repeat)
        where = inner.say(node.where) if node.where is not None else ""
        if where and node.function in ("sum", "count"):
            where = _(" where {condition}").format(condition=where)
        what = inner._part(node.what) if node.what is not None else ""
        repeat = fact.label if fact else node.repeat
        return _(_OVER[node.function]).format(what=what, repeat=repeat, where=where)


def _sign(sign: str) -> str:
    return {"*": _("times"), "/": _("divided by"), "+": _("plus"), "-": _("less")}[sign]
