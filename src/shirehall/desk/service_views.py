"""The published services: which version, since when, by whom, and how many open cases each still has."""

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from shirehall.casework.api import local_date
from shirehall.casework.models import RatesVersion, ServiceVersion
from shirehall.casework.versions import resolve
from shirehall.desk.access import need_somewhere, reached_authorities
from shirehall.desk.page import draw, queue_links
from shirehall.desk.people import People
from shirehall.desk.words import outcome_word
from shirehall.kernel.api import Service, sheet
from shirehall.kernel.definition import MessageTemplate
from shirehall.kernel.message_length import text_size
from shirehall.kernel.reading_age import message_age, reading_age
from shirehall.partnership.api import Scope, officer_required, team

MOST_OPEN = 5000
# Written out, since an index on open cases is used only where the condition stands in the words of the index.
_OPEN = """
    SELECT service_version_id, count(*) FROM (
        SELECT service_version_id FROM shirehall_casework_case
        WHERE state IN ('open', 'awaiting_evidence', 'with_officer') ORDER BY decide_by_on, id LIMIT %s
    ) AS looked_at GROUP BY service_version_id
"""


@officer_required
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Every version that was published, by service."""
    officer, reach = need_somewhere(request, "see_case")
    published = ServiceVersion.objects.defer("texts").order_by("title", "-number")
    versions = [row for row in published if _reached(reach, row)]
    rates = {row.service: row for row in RatesVersion.objects.filter(current=True).defer("text")}
    people = People()
    people.look_up(row.published_by for row in versions)
    counts, partly = _open_cases()
    by_service: dict[str, list[dict[str, Any]]] = {}
    for row in versions:
        by_service.setdefault(row.service, []).append(
            {"row": row, "by": people.name(row.published_by), "open": counts.get(row.pk, 0)}
        )
    shown = [
        {
            "title": rows[0]["row"].title,
            "name": name,
            "owner": _team_title(rows[0]["row"].owner),
            "versions": rows,
            "rates": rates.get(name),
        }
        for name, rows in by_service.items()
    ]
    context = {"services": shown, "queues": queue_links(officer, None), "partly": partly, "most": MOST_OPEN}
    return draw(request, "services.html", context, at_home="desk_services")


def _reached(reach: Scope, row: ServiceVersion) -> bool:
    teams = reach.teams
    return teams is None or row.owner in teams


def _team_title(code: str) -> str:
    known = team(code)
    return known.title if known else code


def _open_cases() -> tuple[dict[int, int], bool]:
    """Open cases by version, of at most MOST_OPEN, and whether there are more."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [MOST_OPEN + 1])
        counts = {int(version): int(count) for version, count in cursor.fetchall()}
    return counts, sum(counts.values()) > MOST_OPEN


@officer_required
@require_safe
def service(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One version: the plain-English sheet that its owner signs, and its text as it was published."""
    officer, reach = need_somewhere(request, "see_case")
    row = ServiceVersion.objects.filter(service=name, number=number).first()
    if row is None or not _reached(reach, row):
        raise Http404
    version = resolve(name, row.hash).version
    councils = [each for each in reached_authorities(reach) if each.code in version.service.offered_by]
    asked = request.GET.get("authority", "")
    council = next(
        (each.code for each in councils if each.code == asked), councils[0].code if councils else ""
    )
    people = People()
    people.look_up([row.published_by])
    context = {
        "row": row,
        "by": people.name(row.published_by),
        "owner": _team_title(row.owner),
        "sheet": sheet_in_html(sheet(version, on=local_date(timezone.now()), authority=council)),
        "councils": [(each.code, each.short_name) for each in councils],
        "council": council,
        "messages": [_message(version.service, each) for each in version.service.messages],
        "age": reading_age(version.service),
        "texts": sorted(row.texts.items()),
        "queues": queue_links(officer, None),
    }
    return draw(request, "service.html", context, at_home="desk_services")


def _message(service: Service, template: MessageTemplate) -> list[str]:
    """A row of the table of messages: what it is, when it goes, how, how it reads, how long its text is."""
    ways = {"email": _("email"), "sms": _("text"), "letter": _("letter")}
    when = template.on.replace("_", " ")
    if template.rung:
        when = _("%(rung)s reminder") % {"rung": template.rung}
    elif template.outcomes:
        when = f"{when}: {', '.join(outcome_word(each) for each in template.outcomes)}"
    size = text_size(service, template) if template.sms else None
    age = message_age(template)
    length = ngettext(
        "%(length)s in %(parts)s part", "%(length)s in %(parts)s parts", size.parts if size else 0
    )
    return [
        template.subject or template.name.replace("_", " ").capitalize(), when,
        ", ".join(words for way, words in ways.items() if getattr(template, way)),
        str(age) if age else "–", length % {"length": size.length, "parts": size.parts} if size else "–",
    ]  # fmt: skip


def sheet_in_html(text: str) -> SafeString:
    """The sheet without its first heading, which the page has already. What the definition says is escaped."""
    _heading, _newline, rest = text.partition("\n")
    # No HTML is let through, so what comes out is made of Markdown alone.
    html: str = MarkdownIt("commonmark", {"html": False}).enable("table").render(rest)
    return mark_safe(html)  # noqa: S308
