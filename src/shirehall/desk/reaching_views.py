"""The page of how a person is reached, who acts for them, and its history."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shirehall.capabilities.people import api as people
from shirehall.casework.api import case_by_reference, lines_of
from shirehall.design.fields import ErrorLink, Field, error_links
from shirehall.desk.access import OpenCase, open_case, visible
from shirehall.desk.case_views import note_view, seen_of
from shirehall.desk.forms import Done, FormProblem, fields_of
from shirehall.desk.page import draw, queue_links, remember_done
from shirehall.desk.people import People
from shirehall.desk.reaching import (
    ACTING,
    WAYS,
    Standing,
    acting_askings,
    read_acting,
    read_ways,
    ways_askings,
)
from shirehall.partnership.api import officer_required

_BASIS = {
    "name": gettext_lazy("name"),
    "birth": gettext_lazy("date of birth"),
    "number": gettext_lazy("National Insurance number"),
    "email": gettext_lazy("email"),
    "telephone": gettext_lazy("telephone"),
    "address": gettext_lazy("address"),
    "told": gettext_lazy("told on this case"),
    "proved_email": gettext_lazy("proved by a code to the email address"),
    "proved_telephone": gettext_lazy("proved by a code to the mobile number"),
    "officer": gettext_lazy("an officer said so"),
}
_MOST_DIGITS = 18


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def way(request: HttpRequest, reference: str) -> HttpResponse:
    """How the person of a case is reached; what was changed is kept with the person."""
    desk = open_case(request, reference)
    if request.method != "POST":
        note_view(desk)
        return _draw(request, desk)
    desk.need("work_case")
    done = _DOES.get(request.POST.get("do", ""))
    if done is None:
        return _draw(request, desk, sentence=_("Use one of the forms on this page."))
    try:
        said = done(request, desk)
    except FormProblem as problem:
        return _draw(request, desk, wrong=problem.wrong)
    except people.WayError as problem:
        sent = request.POST.get("do", "")
        asked = sent in (WAYS, ACTING) and problem.what in _names(desk, sent)
        if asked:
            return _draw(request, desk, wrong={problem.what: (str(problem), "")})
        return _draw(request, desk, sentence=str(problem))
    except people.StaleWays as problem:
        return _draw(request, desk, sentence=str(problem), stale=True)
    remember_done(request, Done(said))
    return redirect("desk_way", desk.case.reference)


def _tell(request: HttpRequest, desk: OpenCase) -> str:
    told = read_ways(ways_askings(_standing(desk)), request.POST, on=desk.on)
    people.tell_ways(case=desk.case, told=told, by=desk.by, at=desk.at, seen=seen_of(request))
    return _("This is kept with the person. Every message from now on keeps to it.")


def _add(request: HttpRequest, desk: OpenCase) -> str:
    given = read_acting(acting_askings(_standing(desk)), request.POST, on=desk.on)
    people.add_representative(case=desk.case, given=given, by=desk.by, at=desk.at, seen=seen_of(request))
    return _("%(name)s acts for them from %(day)s.") % {"name": given.name, "day": _day(given.from_on)}


def _end(request: HttpRequest, desk: OpenCase) -> str:
    people.end_representative(case=desk.case, representative_id=_number(request), by=desk.by, at=desk.at)
    return _("Their acting has ended. No message goes to them any more.")


def _join(request: HttpRequest, desk: OpenCase) -> str:
    people.join(case=desk.case, link_id=_number(request), by=desk.by, at=desk.at)
    return _("This case is the same person’s. What we know of them counts here from now on.")


def _part(request: HttpRequest, desk: OpenCase) -> str:
    people.part(case=desk.case, link_id=_number(request) or None, by=desk.by, at=desk.at)
    return _("This case is somebody else’s. What we know of that person does not count here.")


_DOES: Mapping[str, Callable[[HttpRequest, OpenCase], str]] = {
    WAYS: _tell,
    ACTING: _add,
    "end": _end,
    "join": _join,
    "part": _part,
}


def _number(request: HttpRequest) -> int:
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def _names(desk: OpenCase, form: str) -> set[str]:
    askings = ways_askings(_standing(desk)) if form == WAYS else acting_askings(_standing(desk))
    return {asking.name for asking in askings}


def _standing(desk: OpenCase) -> Standing:
    return Standing(people.ways_of(desk.case, at=desk.at), desk.on)


def _draw(
    request: HttpRequest, desk: OpenCase, *, wrong: Mapping[str, tuple[str, str]] | None = None, sentence: str = "",
    stale: bool = False,
) -> HttpResponse:  # fmt: skip
    case, sent = desk.case, request.POST.get("do", "") if request.method == "POST" else ""
    person = people.person_of(case, at=desk.at)
    fields = {name: _fields(request, desk, name, sent, wrong or {}) for name in (WAYS, ACTING)}
    errors: list[ErrorLink] = [link for each in fields.values() for link in error_links(each)]
    if sentence:
        errors.append({"text": sentence, "href": "#way"})
    names = People(case.applicant_name)
    changes = people.changes_of(person) if person else ()
    representatives = people.representatives_of(person) if person else ()
    names.look_up([*(each.by for each in changes), *(each.seen_by for each in representatives)])
    names.look_up(each.ended_by for each in representatives)
    context = {
        "case": case, "errors": errors, "fields": fields, "seen": person.version if person else 0,
        "may_work": desk.may("work_case"), "acting_open": sent == ACTING and bool(errors),
        "representatives": [_representative(each, desk, names) for each in representatives],
        "link": _link(desk), "uncertain": [_uncertain(each, desk) for each in people.uncertain_for(case)],
        "changes": [_change(each, names) for each in changes], "before": lines_of(case),
        "queues": queue_links(desk.officer, case.queue or None), "back": reverse("desk_case", args=[case.reference]),
    }  # fmt: skip
    return draw(request, "way.html", context, status=409 if stale else 422 if errors else 200)


def _fields(
    request: HttpRequest, desk: OpenCase, name: str, sent: str, wrong: Mapping[str, tuple[str, str]]
) -> list[Field]:
    askings = ways_askings(_standing(desk)) if name == WAYS else acting_askings(_standing(desk))
    return fields_of(name, askings, request.POST if name == sent else None, wrong if name == sent else {})


def _representative(row: Any, desk: OpenCase, names: People) -> dict[str, Any]:
    said = people.word
    return {
        "id": row.pk, "name": row.name, "relation": row.relation, "authority": said(people.AUTHORITIES, row.authority),
        "copies": said(people.COPIES, row.copies), "may": [said(people.MAY, each) for each in row.may],
        "seen_by": names.name(row.seen_by), "seen_on": row.seen_on, "from_on": row.from_on, "until_on": row.until_on,
        "reach": [each for each in (row.email, row.telephone, row.address.replace("\n", ", ")) if each],
        "ended_at": row.ended_at, "ended_by": names.name(row.ended_by) if row.ended_by else "",
        "over": row.ended_at is not None or bool(row.until_on and row.until_on < desk.on),
        "to_come": row.from_on > desk.on,
    }  # fmt: skip


def _link(desk: OpenCase) -> dict[str, Any] | None:
    link = people.link_of(desk.case)
    if link is None:
        return None
    others = people.other_cases(desk.case)
    return {
        "basis": _same(link.basis),
        "others": _seen_cases(others, desk),
        "more": len(others),
        "told": "told" in link.basis,
    }


def _uncertain(found: people.Uncertain, desk: OpenCase) -> dict[str, Any]:
    shown = _seen_cases(found.references, desk)
    return {"id": found.link_id, "basis": _same(found.basis), "cases": shown, "more": len(found.references)}


def _seen_cases(references: Any, desk: OpenCase) -> list[str]:
    """Those of the cases that this officer may open."""
    cases = [found for each in references if (found := case_by_reference(each))]
    return [each.reference for each in visible(desk.officer, cases)]


def _same(basis: Any) -> str:
    return ", ".join(str(_BASIS.get(each, each)) for each in basis)


def _change(row: Any, names: People) -> dict[str, Any]:
    titles = {
        "ways": _("How they are reached was changed"), "representative_added": _("Somebody acts for them"),
        "representative_ended": _("Somebody’s acting was ended"), "linked": _("A case was found to be theirs"),
        "parted": _("A case was found to be somebody else’s"),
    }  # fmt: skip
    parts = [_changed(*each) for each in row.changes]
    where = _("on %(reference)s") % {"reference": row.case.reference} if row.case else ""
    return {
        "title": titles.get(row.kind, row.kind), "at": row.at, "by": f"{names.name(row.by)} {where}".strip(),
        "text": "; ".join(parts), "kind": "neutral", "href": "",
    }  # fmt: skip


def _changed(what: str, before: str, after: str) -> str:
    if what == "basis":
        codes = [each.strip() for each in (before or after).split(",")]
        return _("the same: %(what)s") % {"what": _same(codes)}
    label = {
        "channel": _("we write"), "format": _("letters"), "language": _("language"), "needs": _("needs"),
        "interpreter_language": _("interpreter"), "need_words": _("what helps"), "representative": _("acts"),
        "copies": _("messages go"),
    }.get(what, what)  # fmt: skip
    return f"{label}: {before or '–'} → {after or '–'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
