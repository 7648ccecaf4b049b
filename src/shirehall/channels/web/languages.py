"""In which language this browser reads: a choice kept in the session, links that change it, marks on what is not in it.

The choice says nothing about a person, and no address holds it but the link that makes it.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import override
from markupsafe import Markup

from shirehall.casework.api import version_of
from shirehall.casework.models import Case
from shirehall.design.fields import Field
from shirehall.kernel.api import (
    ENGLISH,
    Question,
    Reason,
    Version,
    in_language,
    lang_of,
    lang_of_reason,
    languages,
)

_CHOICE = "language"
_CODE = re.compile(r"[a-z]{2,3}\Z")

Mark = Callable[[str], str]


def chosen(request: HttpRequest) -> str:
    """The code of the language that was chosen in this browser, or empty."""
    return str(request.session.get(_CHOICE, ""))


def remember(request: HttpRequest, code: str) -> None:
    """Go on in the language of a draft or a case that is opened here, where nobody chose another in this browser."""
    if code and not chosen(request):
        request.session[_CHOICE] = code


def choose(request: HttpRequest) -> HttpResponseRedirect | None:
    """The choice that a link makes: kept, and back to the page it stood on. None where it makes none."""
    code = request.GET.get(_CHOICE, "")
    if request.method == "POST" or not code:
        return None
    if _CODE.match(code):
        request.session[_CHOICE] = code
    others = [(name, value) for name, value in request.GET.items() if name != _CHOICE]
    return HttpResponseRedirect(f"{request.path}?{urlencode(others)}" if others else request.path)


def words_in(request: HttpRequest) -> AbstractContextManager[None]:
    """Our own words of a page, in the language that was chosen, as far as they are in it."""
    return override(_page_language(request) if chosen(request) else settings.LANGUAGE_CODE)


def _page_language(request: HttpRequest) -> str:
    """The language of our own words: English for one that only some definitions are in."""
    code = chosen(request)
    return code if code in dict(settings.LANGUAGES) else ENGLISH


def version_for(request: HttpRequest, case: Case) -> Version:
    """The version that a case is on, in the language that was chosen."""
    return in_language(version_of(case), chosen(request))


def context_of(request: HttpRequest, version: Version | None) -> dict[str, Any]:
    """What a page needs: its language, the languages to choose from, and the marks."""
    code = chosen(request) or ENGLISH
    if version is None:
        return {"language": _attribute(_page_language(request)), "spoken": _unmarked}
    return {
        "language": _attribute(_page_language(request)),
        "languages": _choices(request, version),
        "partly_english": code != ENGLISH and (version.language == ENGLISH or bool(version.left_in_english)),
        "spoken": marker(request, version),
        "spoken_reason": _marker_of_reasons(request, version),
    }


def _attribute(code: str) -> str:
    return "en-GB" if code == ENGLISH else code


def _choices(request: HttpRequest, version: Version) -> list[dict[str, Any]]:
    """The languages of a service; for who came with another, English as it is."""
    offered = languages(version)
    if len(offered) == 1 and chosen(request) in ("", ENGLISH):
        return []
    others = [(name, value) for name, value in request.GET.items() if name != _CHOICE]
    return [
        {
            "code": code, "name": name, "current": code == version.language,
            "href": f"?{urlencode([*others, (_CHOICE, code)])}",
        }
        for code, name in offered.items()
    ]  # fmt: skip


def marker(request: HttpRequest, version: Version) -> Mark:
    """What marks a text of the definition that is not in the language of the page, for those who have it read out."""
    page = _page_language(request)
    if page == version.language and not version.english_texts:
        return _unmarked

    def mark(text: str) -> str:
        # A label may stand at the start of a line, with a capital.
        lang = lang_of(version, text)
        if lang != ENGLISH and lang_of(version, text[:1].lower() + text[1:]) == ENGLISH:
            lang = ENGLISH
        return _in(lang, text) if text and lang != page else text

    return mark


def _marker_of_reasons(request: HttpRequest, version: Version) -> Callable[[Reason], str]:
    page = _page_language(request)

    def mark(reason: Reason) -> str:
        lang = lang_of_reason(version, reason)
        return reason.text if lang == page or not reason.table else _in(lang, reason.text)

    return mark


def marked(field: Field, question: Question, mark: Mark) -> Field:
    """A field with its question, hint and options marked."""
    asked = question.asked
    texts = {asked.ask, asked.hint, *asked.options.values(), *map(str, asked.settings.values())}

    def of_definition(text: str) -> str:
        return mark(text) if text in texts else text

    boxes = tuple(
        replace(box, options=tuple((value, of_definition(text)) for value, text in box.options))
        for box in field.boxes
    )
    # What we add to a question ("(optional)") stands after it.
    ask = (
        mark(asked.ask) + field.ask.removeprefix(asked.ask) if field.ask.startswith(asked.ask) else field.ask
    )
    return replace(field, ask=ask, hint=of_definition(field.hint), boxes=boxes)


def _in(lang: str, text: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(lang, text)


def _unmarked(text: str) -> str:
    return text
