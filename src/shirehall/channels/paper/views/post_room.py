"""The post room: what came, what was found, what waits for somebody."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.channels.paper.access import Clerk, clerk_of
from shirehall.channels.paper.drawing import draw, say_next
from shirehall.channels.paper.models import Batch, PrintedForm, Scan, Sheet
from shirehall.channels.paper.post import MOST_FILES, WAITS_FOR_A_PERSON, close_scan, take_in
from shirehall.channels.paper.settling import settle
from shirehall.channels.paper.words import sheet_state, what_to_do, why_not_read
from shirehall.design.fields import field_of
from shirehall.kernel.questions import Box
from shirehall.partnership.api import officer_required

_SHOWN = 25
_ACCEPT = ".pdf,.jpg,.jpeg,.png,.tif,.tiff,.webp"


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Give files in, and see what waits."""
    clerk, error = clerk_of(request), ""
    if request.method == "POST":
        files = request.FILES.getlist("scans")
        if files and len(files) <= MOST_FILES:
            batch = take_in(files=[(each.name or "scan", each) for each in files], by=clerk.by, at=clerk.at)
            return redirect("paper_batch", batch.pk)
        error = (
            _("Choose the files of the sheets that were scanned")
            if not files
            else _("Choose at most %(most)d files at once") % {"most": MOST_FILES}
        )
    field = field_of(
        id="scans", ask=_("Files"), hint=_("PDF, JPEG, PNG or TIFF. Any order and any way up; people may be mixed."),
        boxes=(Box("", "file", accept=_ACCEPT),), error=error, legend_is_heading=False,
    )  # fmt: skip
    context = {
        "field": field, "errors": [field.error_link] if error else [], "forms": _forms(clerk),
        "sheets": _sheets(clerk), "refused": _refused(), "batches": _batches(),
    }  # fmt: skip
    return draw(request, "post_room.html", context, status=422 if error else 200)


def _forms(clerk: Clerk) -> list[dict[str, Any]]:
    """Forms of which sheets came and that were not sent yet."""
    came = PrintedForm.objects.select_related("draft").filter(came__state=Sheet.State.READ)
    waiting = (
        came.filter(Q(draft=None) | Q(draft__sent_case=None))
        .annotate(sheets_in=Count("came"))
        .order_by("-pk")
    )
    rows: list[dict[str, Any]] = []
    for form in waiting[:200]:
        if len(rows) < _SHOWN and clerk.may_see(form):
            rows.append({"form": form, "sheets_in": form.sheets_in})
    return rows


def _sheets(clerk: Clerk) -> list[Sheet]:
    waiting = Sheet.objects.select_related("form__draft", "scan").filter(state__in=WAITS_FOR_A_PERSON)
    return [each for each in waiting[:200] if each.form is None or clerk.may_see(each.form)][:_SHOWN]


def _refused() -> list[dict[str, Any]]:
    found = Scan.objects.filter(state=Scan.State.REFUSED, closed_at=None).order_by("-pk")[:_SHOWN]
    return [{"scan": each, "why": why_not_read(each.why)} for each in found]


def _batches() -> list[Batch]:
    return list(
        Batch.objects.annotate(
            files=Count("scans"), waiting=Count("scans", filter=Q(scans__state=Scan.State.WAITING))
        ).order_by("-pk")[:10]
    )


@never_cache
@officer_required
@require_safe
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """What a batch gave: each file with its sheets, and how far reading has come."""
    clerk = clerk_of(request)
    found = get_object_or_404(Batch, pk=number)
    scans = list(found.scans.order_by("pk").prefetch_related("sheets__form__draft"))
    rows = [_scan_row(clerk, scan) for scan in scans]
    done = sum(scan.state != Scan.State.WAITING for scan in scans)
    seen = {sheet.form.pk: sheet.form for scan in scans for sheet in scan.sheets.all() if sheet.form}
    forms = [form for form in seen.values() if clerk.may_see(form)]
    context = {
        "batch": found, "rows": rows, "done": done, "total": len(scans), "waiting": done < len(scans),
        "forms": [_form_row(clerk, form) for form in forms],
    }  # fmt: skip
    return draw(request, "batch.html", context)


def _scan_row(clerk: Clerk, scan: Scan) -> dict[str, Any]:
    sheets = []
    for sheet in scan.sheets.all():
        words, kind = sheet_state(sheet.state)
        mine = sheet.form is None or clerk.may_see(sheet.form)
        sheets.append({
            "sheet": sheet, "words": words, "kind": kind, "mine": mine,
            "waits": sheet.state in WAITS_FOR_A_PERSON, "todo": what_to_do(sheet.state),
        })  # fmt: skip
    return {"scan": scan, "sheets": sheets, "why": why_not_read(scan.why) if scan.why else ""}


def _form_row(clerk: Clerk, form: PrintedForm) -> dict[str, Any]:
    """A form of a batch: what is left, in a few words."""
    standing = settle(form=form, at=clerk.at)
    if standing is None:
        return {"form": form, "word": _("No sheet was read"), "kind": "waiting"}
    if standing.is_sent:
        return {"form": form, "word": _("Sent"), "kind": "done"}
    if standing.ready:
        return {"form": form, "word": _("Ready to send"), "kind": "good"}
    left = len(standing.confirm)
    word = (
        ngettext("%(count)d answer to confirm", "%(count)d answers to confirm", left) % {"count": left}
        if left
        else _("Something to ask")
    )
    return {"form": form, "word": word, "kind": "working"}


@officer_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """A file that could not be read was dealt with."""
    clerk = clerk_of(request)
    close_scan(scan=get_object_or_404(Scan, pk=number, state=Scan.State.REFUSED), at=clerk.at)
    say_next(request, _("The file is off the list."))
    return redirect("paper_post_room")
