"""Pages, questions and judgements out of service.yaml."""

import re
from collections.abc import Mapping
from typing import Any

from shirehall.kernel.definition import Expression, JudgementAsked, Page, Question
from shirehall.kernel.expressions.parser import ExpressionError, parse
from shirehall.kernel.loading import keys
from shirehall.kernel.loading.place import Place, whole_of
from shirehall.kernel.nodes import Name, Over, children, names_in
from shirehall.kernel.nodes import Node as ExpressionNode
from shirehall.kernel.problems import nearest
from shirehall.kernel.questions import TYPES, Asked, QuestionType
from shirehall.kernel.source import Map, Node, Scalar, Sequence

MOST_OPTIONS = 300
MOST_ITEMS = 200
_OPTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
CHANNEL_WORDS = ("phone", "keypad", "sms")
"""The channels on which a question may have words of its own."""
KEPT_FOR = ("contact", "identity", "message")


def expression(place: Place, key: str) -> Expression | None:
    """The condition or formula under `key`, or None where it is absent or cannot be read."""
    if not place.has(key):
        return None
    words = place.text(key)
    try:
        node = parse(words)
    except ExpressionError as error:
        place.fault(
            key, f"`{words}` cannot be read: {error}", "write it like `capital > 6000.00 and not pension_age`"
        )
        return None
    return Expression(words, node, frozenset(_reads(node)))


def _reads(node: ExpressionNode) -> set[str]:
    reads: set[str] = set()
    for found in names_in(node):
        if isinstance(found, Name):
            reads.add(found.name)
        elif isinstance(found, Over):
            reads.add(found.repeat)
            # A condition within a repeat may read facts outside it; the parts of the repeat are sorted out later.
            for child in children(found):
                reads |= _reads(child)
    return reads


def load_pages(place: Place, shared: Mapping[str, Place]) -> tuple[Page, ...]:
    """The pages in order, with those of `services/_shared` where a page says `shared: name`."""
    pages = []
    for each in place.places("pages"):
        if each.has("shared"):
            each.only(keys.SHARED_PAGE)
            name = each.text("shared")
            if name in shared:
                pages += [_page(page) for page in shared[name].places("pages")]
            else:
                mend = nearest(name, shared) or f"add _shared/{name}.yaml"
                each.fault("shared", f"there is no shared page set `{name}`", mend)
        else:
            pages.append(_page(each))
    return tuple(pages)


def _page(place: Place) -> Page:
    place.only(keys.PAGE)
    name = place.word("page")
    questions = tuple(question(each, name) for each in place.places("questions"))
    if not questions:
        place.fault("questions", "the page asks nothing", "add a question, or remove the page")
    at_least, at_most = place.whole("at_least", 0) or 0, place.whole("at_most", 20) or 20
    if at_least > at_most:
        place.fault("at_most", "the fewest items are more than the most", "correct `at_least` or `at_most`")
    if at_most > MOST_ITEMS:
        place.fault("at_most", f"a page cannot be asked for more than {MOST_ITEMS} items", "write fewer")
    return Page(
        name=name, title=place.text("title", name.replace("_", " ").capitalize()), questions=questions,
        when=expression(place, "when"), repeat=place.word("repeat", "") if place.has("repeat") else "",
        at_least=at_least, at_most=at_most,
        item=place.text("item", ""), hint=place.text("hint", ""), line=place.line(), file=place.file,
    )  # fmt: skip


def question(place: Place, page: str, name_key: str = "fact") -> Question:
    """One question (or judgement, whose name stands under another key)."""
    name = place.word(name_key)
    type_name = place.one_of("type", TYPES)
    kind_of_question = TYPES.get(type_name)
    asked = Asked(fact=name, ask="", label="")
    if kind_of_question:
        place.only({name_key, *keys.QUESTION, *kind_of_question.options})
        asked = _asked(place, name, kind_of_question)
    return Question(
        fact=name, type=type_name, asked=asked, page=page,
        kind=kind_of_question.kind_of(asked) if kind_of_question else "text",
        when=expression(place, "when"), kept_for=place.one_of("kept_for", KEPT_FOR, ""),
        decline=place.yes_no("decline"),
        channels={key: place.text(key) for key in CHANNEL_WORDS if place.has(key)}, line=place.line(),
        file=place.file,
    )  # fmt: skip


def _asked(place: Place, name: str, kind: QuestionType) -> Asked:
    for key in kind.needs:
        if not place.has(key):
            place.fault(key, f"a {kind.name} question needs `{key}`", f"add `{key}: ...`", line=place.line())
    if place.has("options") and not kind.choices:
        place.fault(
            "options", f"a {kind.name} question has no options", "remove them, or make the type `choice`"
        )
    if place.has("between") and not kind.bounded:
        place.fault("between", f"a {kind.name} question has no bounds", "remove `between`")
    settings = {key: _setting(place, key, schema) for key, schema in kind.options.items() if place.has(key)}
    low, high = bounds(place, kind.kind)
    asked = Asked(
        fact=name, ask=place.text("ask"), label=place.text("label", name.replace("_", " ")),
        hint=place.text("hint", ""), options=options_of(place), low=low, high=high,
        optional=place.yes_no("optional"), settings=settings, sms_options=_sms_options(place),
    )  # fmt: skip
    if not asked.ask.strip() and place.has("ask"):
        place.fault("ask", "the question has no wording", "say what is asked, in one sentence")
    for problem in kind.check_config(asked):
        place.fault("", problem, line=place.line())
    return asked


def options_of(place: Place) -> dict[str, str]:
    """The options of a choice: name -> words."""
    options = place.texts("options")
    for name in options:
        if not _OPTION.match(name):
            mend = "use letters, digits and underscores; the words stand after the colon"
            place.fault("options", f"`{name}` is not a name for an option", mend)
    if len(options) > MOST_OPTIONS:
        place.fault("options", f"there are over {MOST_OPTIONS} options", "ask in two questions")
    return options


def _sms_options(place: Place) -> dict[str, str]:
    """Shorter words of some options: name -> words."""
    shorter, options = place.texts("sms_options"), place.texts("options")
    for name in shorter:
        if name not in options:
            place.fault("sms_options", f"`{name}` is not one of the options", nearest(name, options))
    return shorter


def bounds(place: Place, kind: str) -> tuple[int | None, int | None]:
    """The two bounds under `between`, as whole numbers (pence, counts, date ordinals)."""
    if not place.has("between"):
        return None, None
    found = [whole_of(kind, word) for word in place.words("between")]
    if len(found) != 2 or found[0] is None or found[1] is None or found[0] > found[1]:
        place.fault(
            "between",
            "the bounds cannot be read",
            "write the least and the most, such as [0, 20] or [0.00, 500.00]",
        )
        return None, None
    return found[0], found[1]


def _setting(place: Place, key: str, schema: Mapping[str, Any]) -> Any:
    """A type's own key, read as its JSON Schema says: boolean, integer, array of texts or of whole numbers, object,
    or text."""
    wanted = schema.get("type")
    if wanted == "boolean":
        return place.yes_no(key)
    if wanted == "integer":
        return place.whole(key)
    value = plain(place.node.items[key])
    if isinstance(value, list) and schema.get("items", {}).get("type") == "integer":
        numbers = [int(each) for each in value if isinstance(each, str) and each.isdecimal()]
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
        if len(numbers) != len(value) or not least <= len(value) <= most:
            place.fault(key, f"`{key}` must be {least} whole numbers", f"write `{key}: [0, 17]`")
            return None
        return numbers
    if isinstance(value, list) and not all(isinstance(each, str) for each in value):
        place.fault(key, f"each item of `{key}` must be a word", f"write `{key}: [one, two]`")
        return None
    shape: type = {"array": list, "object": dict}.get(wanted or "", str)
    if isinstance(value, shape):
        if "enum" in schema and value not in schema["enum"]:
            place.fault(key, f"`{value}` is not known here", nearest(str(value), schema["enum"]))
        return value
    place.fault(
        key, f"`{key}` must be {'a list' if wanted == 'array' else 'a text'}", "see the question type's page"
    )
    return None


def plain(node: Node) -> Any:
    """A node as lists, mappings and the texts as written."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Map(items):
            return {key: plain(item) for key, item in items.items()}


def load_judgements(place: Place) -> tuple[JudgementAsked, ...]:
    """The questions that only officers answer."""
    found = []
    for each in place.places("judgements"):
        asked = question(each, "", name_key="judgement")
        found.append(JudgementAsked(asked.fact, asked, each.line()))
    return tuple(found)
