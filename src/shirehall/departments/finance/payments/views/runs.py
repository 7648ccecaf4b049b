"""The runs there are, and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shirehall.departments.finance.payments.access import open_run, payer_of
from shirehall.departments.finance.payments.drawing import draw
from shirehall.departments.finance.payments.models import PaymentRun
from shirehall.departments.finance.payments.rules import visible_runs
from shirehall.departments.finance.payments.run_page import page_of
from shirehall.departments.finance.payments.wording import RUN_STATES, council
from shirehall.partnership.api import officer_required

_SHOWN = 30


@never_cache
@officer_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The runs, newest first, with those that wait for somebody at the head."""
    payer = payer_of(request)
    before = request.GET.get("before", "")
    rows = visible_runs(payer.officer).order_by("-pk")
    waiting = list(rows.filter(state__in=PaymentRun.OPEN)) if not before else []
    rest = rows.exclude(state__in=PaymentRun.OPEN)
    if before.isascii() and before.isdigit() and len(before) < 18:
        rest = rest.filter(pk__lt=int(before))
    listed = list(rest[: _SHOWN + 1])
    older = listed[_SHOWN - 1].pk if len(listed) > _SHOWN else 0
    context = {
        "waiting": [_row(each) for each in waiting], "runs": [_row(each) for each in listed[:_SHOWN]],
        "older_url": f"{reverse('finance_runs')}?before={older}" if older else "",
    }  # fmt: skip
    return draw(request, "runs.html", context)


@never_cache
@officer_required
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """A run: what it pays to whom, its hashes, who did what, and what comes next."""
    payer, found = open_run(request, number)
    return draw(request, "run.html", page_of(payer, found))


@never_cache
@officer_required
@require_safe
def printed(request: HttpRequest, number: int) -> HttpResponse:
    """The same for paper: no forms and no links."""
    payer, found = open_run(request, number)
    return draw(request, "run_print.html", page_of(payer, found))


def _row(found: PaymentRun) -> list[Any]:
    word, kind = RUN_STATES[found.state]
    return [
        {"text": found.name, "href": reverse("finance_run", args=[found.pk])}, council(found.authority),
        {"word": word, "kind": kind}, found.pay_on, found.count, found.total,
    ]  # fmt: skip
