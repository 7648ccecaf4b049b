"""How the resident wants to be reached: an officer takes it down, and it is kept with the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.people import api as people
from shirehall.casework.api import local_date
from shirehall.channels.assisted.drawing import draw
from shirehall.channels.assisted.views.cases import Visit, visited
from shirehall.design.fields import Field, field_of, posted
from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Value

_AS_APPLIED = "as_applied"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked: its question type, and what stands."""

    type: str
    asked: Asked
    start: Value | None = None


@visited
def ways(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask how they want to be reached."""
    case, at = visit.case, visit.at
    person = people.person_of(case, at=at)
    standing = people.ways_of(case, at=at)
    parts = _parts(standing)
    if request.method != "POST":
        return _draw(request, visit, _fields(parts), person.version if person else 0)
    seen = request.POST.get("seen", "")
    values, wrong = _read(parts, request.POST, visit)
    if not wrong:
        try:
            people.tell_ways(
                case=case, told=_told(values), by=visit.helper.by, at=at, channel=visit.channel,
                seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None,
            )  # fmt: skip
        except people.WayError as problem:
            wrong = {problem.what: (str(problem), "")}
        except people.StaleWays as problem:
            wrong = {"channel": (str(problem), "")}
        else:
            return redirect(f"{reverse('assisted_case', args=[case.reference])}?done=ways")
    now = person.version if person else 0
    return _draw(request, visit, _fields(parts, request.POST, wrong), now, status=422)


def _parts(standing: people.Ways) -> Sequence[Part]:
    applied = {_AS_APPLIED: _("As they said when they applied")}
    asked, interpreter = _("What do you need from us?"), _("Which language should the interpreter speak?")
    needs = Asked("needs", asked, _("what they need"), options=_said(people.NEEDS), optional=True)
    return (
        _choice("channel", _("How should we write to you?"), {**applied, **_said(people.CHANNELS)}, standing.channel),
        _choice("format", _("How should we print letters?"), _said(people.FORMATS), standing.format),
        _choice(
            "language", _("Which language is best for you?"), {**applied, **_said(people.LANGUAGES)}, standing.language
        ),
        Part("choices", needs, standing.needs or None),
        _text("short_text", "interpreter_language", interpreter, 100, standing.interpreter_language),
        _text("long_text", "need_words", _("Is there anything else that helps you?"), 1000, standing.need_words),
    )  # fmt: skip


def _said(words: Mapping[str, Any]) -> dict[str, str]:
    return {code: str(text) for code, text in words.items()}


def _choice(name: str, ask: str, options: Mapping[str, str], standing: str) -> Part:
    return Part("choice", Asked(name, ask, ask, options=options), standing or _AS_APPLIED)


def _text(kind: str, name: str, ask: str, most: int, standing: str) -> Part:
    return Part(kind, Asked(name, ask, ask, optional=True, settings={"at_most": most}), standing or None)


def _read(
    parts: Sequence[Part], data: Any, visit: Visit
) -> tuple[dict[str, Value], dict[str, tuple[str, str]]]:
    """What was typed, and what is wrong with it: part -> (sentence, box)."""
    values: dict[str, Value] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for part in parts:
        kind, name = TYPES[part.type], part.asked.fact
        try:
            typed = posted(name, kind.boxes(part.asked), data)
            values[name] = kind.read(part.asked, typed, on=local_date(visit.at))
        except AnswerError as error:
            if not (error.missing and part.asked.optional):
                wrong[name] = (_("Choose one") if error.missing else error.message, error.box)
    return values, wrong


def _told(values: Mapping[str, Value]) -> people.Told:
    chosen = {
        name: "" if values[name] == _AS_APPLIED else str(values[name]) for name in ("channel", "language")
    }
    needs = values.get("needs", ())
    return people.Told(
        channel=chosen["channel"], format=str(values["format"]), language=chosen["language"],
        needs=tuple(str(need) for need in needs) if isinstance(needs, tuple) else (),
        interpreter_language=str(values.get("interpreter_language", "")),
        need_words=str(values.get("need_words", "")),
    )  # fmt: skip


def _fields(
    parts: Sequence[Part], data: Any = None, wrong: Mapping[str, tuple[str, str]] | None = None
) -> list[Field]:
    fields = []
    for part in parts:
        kind, name = TYPES[part.type], part.asked.fact
        boxes = kind.boxes(part.asked)
        start = {} if part.start is None else kind.raw(part.asked, part.start)
        sentence, box = (wrong or {}).get(name, ("", ""))
        fields.append(
            field_of(
                id=name, ask=part.asked.ask, boxes=boxes, raw=start if data is None else posted(name, boxes, data),
                error=sentence, error_box=box, legend_is_heading=False,
            )
        )  # fmt: skip
    return fields


def _draw(
    request: HttpRequest, visit: Visit, fields: list[Field], seen: int, *, status: int = 200
) -> HttpResponse:
    context = {
        "case": visit.case, "service": visit.version.service, "fields": fields, "seen": seen,
        "errors": [each.error_link for each in fields if each.error_link],
        "back_url": reverse("assisted_case", args=[visit.case.reference]),
    }  # fmt: skip
    return draw(request, "ways.html", context, status=status)
