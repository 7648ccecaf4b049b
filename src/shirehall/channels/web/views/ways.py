"""How we reach you: a resident tells us, and it is kept for all that we write to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from shirehall.capabilities.people import api as people
from shirehall.capabilities.people.api import Acting, Told, Ways
from shirehall.casework.api import RESIDENT, local_date
from shirehall.casework.models import Case
from shirehall.channels.web import limits, visitor
from shirehall.channels.web.channel import NAME
from shirehall.channels.web.drawing import draw, draw_too_often, phone_of
from shirehall.channels.web.flow import page
from shirehall.channels.web.settings import web_settings
from shirehall.channels.web.views.cases import not_held
from shirehall.design.fields import Field, error_links, field_of, posted
from shirehall.kernel.questions import TYPES, AnswerError, Asked
from shirehall.kernel.values import Value

AS_APPLIED = "as_applied"
_MOST_WORDS = 1000
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked: its question type, and what stands."""

    type: str
    asked: Asked
    start: Value | None = None


@page
def ways(request: HttpRequest, reference: str, *, at: datetime) -> HttpResponse:
    """Ask how the resident wants to be reached. Only who has proved by a code that a contact is theirs sees and changes
    what is kept with a person; for everybody else an officer does it."""
    held = visitor.held_case(request, reference)
    if held is None:
        return not_held()
    proved = visitor.proved_contact(request, held.reference)
    person = people.person_of(held, at=at) if proved else None
    if held.disposed_at is not None or not proved or not people.shares_contact(held, proved):
        return _draw(request, held, (), may=False, proved=bool(proved))
    seen = person.version if person else 0
    standing = people.ways_of(held, at=at)
    parts = _parts(standing)
    if request.method != "POST":
        return _draw(request, held, _fields(parts), seen=seen, acting=standing.acting)
    if limits.too_often(request, "ways", web_settings().uploads_an_hour):
        return draw_too_often(request)
    told, wrong = _read(parts, request.POST, at)
    if told is not None:
        try:
            people.tell_ways(
                case=held, told=told, by=RESIDENT, at=at, channel=NAME, seen=_seen(request), proved_by=proved
            )
        except people.WayError as problem:
            wrong = {problem.what: (str(problem), "")}
        except people.StaleWays as problem:
            fields = _fields(parts, request.POST, {"channel": (str(problem), "")})
            return _draw(request, held, fields, seen=seen, acting=standing.acting, status=409)
        else:
            return HttpResponseRedirect(reverse("web_case", args=[held.reference]) + "?done=ways")
    fields = _fields(parts, request.POST, wrong)
    return _draw(request, held, fields, seen=seen, acting=standing.acting, status=422)


def _parts(standing: Ways) -> Sequence[Part]:
    channels = {
        AS_APPLIED: _("As I said when I applied"),
        **{code: str(words) for code, words in people.CHANNELS.items()},
    }
    formats = {"standard": _("Ordinary size"), "large_print": _("Large print")}
    needs = {
        "interpreter": _("An interpreter"), "sign_language": _("British Sign Language"),
        "text_relay": _("Calls by text relay (Relay UK)"), "no_telephone": _("Please do not call me"),
        "hearing": _("I do not hear well"), "sight": _("I do not see well"),
        "home_visit": _("I cannot come to an office"),
    }  # fmt: skip
    languages = {
        AS_APPLIED: _("The language I applied in"),
        **{code: str(words) for code, words in people.LANGUAGES.items()},
    }
    return (
        Part(
            "choice",
            Asked("channel", _("How should we write to you?"), _("how we write"), options=channels),
            standing.channel or AS_APPLIED,
        ),
        Part(
            "choice",
            Asked("format", _("How should we print letters?"), _("how we print letters"), options=formats),
            standing.format,
        ),
        Part(
            "choice",
            Asked(
                "language",
                _("Which language is best for you?"),
                _("the language"),
                options=languages,
                hint=_("We write in it where we can. Where we cannot, we write in English."),
            ),
            standing.language or AS_APPLIED,
        ),
        Part(
            "choices",
            Asked(
                "needs",
                _("What do you need from us?"),
                _("what you need"),
                options=needs,
                optional=True,
                hint=_("Choose all that are right, or none."),
            ),
            standing.needs or None,
        ),
        Part(
            "short_text",
            Asked(
                "interpreter_language",
                _("Which language should the interpreter speak?"),
                _("the language"),
                optional=True,
                hint=_("Only if you need an interpreter."),
                settings={"at_most": 100},
            ),
            standing.interpreter_language or None,
        ),
        Part(
            "long_text",
            Asked(
                "need_words",
                _("Is there anything else that helps you?"),
                _("what helps you"),
                optional=True,
                hint=_("For example: when we can call, or who opens the door."),
                settings={"at_most": _MOST_WORDS},
            ),
            standing.need_words or None,
        ),
    )


def _read(
    parts: Sequence[Part], data: QueryDict, at: datetime
) -> tuple[Told | None, Mapping[str, tuple[str, str]]]:
    """What was typed, or what is wrong with it: part -> (sentence, box)."""
    values: dict[str, Value] = {}
    wrong: dict[str, tuple[str, str]] = {}
    for part in parts:
        kind, name = TYPES[part.type], part.asked.fact
        try:
            typed = posted(name, kind.boxes(part.asked), data)
            values[name] = kind.read(part.asked, typed, on=local_date(at))
        except AnswerError as error:
            if not (error.missing and part.asked.optional):
                wrong[name] = (error.message, error.box)
    if wrong:
        return None, wrong
    channel, language = str(values["channel"]), str(values["language"])
    needs = values.get("needs", ())
    wanted = tuple(str(need) for need in needs) if isinstance(needs, tuple) else ()
    return Told(
        channel="" if channel == AS_APPLIED else channel, format=str(values["format"]),
        language="" if language == AS_APPLIED else language, needs=wanted,
        interpreter_language=str(values.get("interpreter_language", "")),
        need_words=str(values.get("need_words", "")),
    ), {}  # fmt: skip


def _fields(
    parts: Sequence[Part], data: QueryDict | None = None, wrong: Mapping[str, tuple[str, str]] | None = None
) -> list[Field]:
    fields = []
    for part in parts:
        kind, name = TYPES[part.type], part.asked.fact
        boxes = kind.boxes(part.asked)
        raw: Mapping[str, Sequence[str]] = {}
        if data is not None:
            raw = posted(name, boxes, data)
        elif part.start is not None:
            raw = kind.raw(part.asked, part.start)
        sentence, box = (wrong or {}).get(name, ("", ""))
        fields.append(
            field_of(
                id=name, ask=part.asked.ask, hint=part.asked.hint, boxes=boxes, raw=raw, error=sentence, error_box=box,
                legend_is_heading=False,
            )
        )  # fmt: skip
    return fields


def _draw(
    request: HttpRequest, held: Case, fields: Sequence[Field], *, may: bool = True, proved: bool = True, seen: int = 0,
    acting: Sequence[Acting] = (), status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "case": held, "fields": fields, "errors": error_links(fields), "may": may, "proved": proved, "seen": seen,
        "acting": acting,
        "phone": phone_of(held.authority), "back_url": reverse("web_case", args=[held.reference]),
    }  # fmt: skip
    return draw(request, "ways.html", context, authority=held.authority, status=status)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
