"""Partners and their keys, for administrators: what a key may do, how it is used, and ending it."""

import logging
import zoneinfo
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shirehall.casework.api import current_version, desk_links, local_date, published_services
from shirehall.channels.api import desk_links as own
from shirehall.channels.api.keys import (
    KeyRefused,
    add_partner,
    make_key,
    revoke_key,
    rotate_webhook_secret,
    show_secret,
    webhook_secrets,
)
from shirehall.channels.api.models import EVERY, ApiKey, KeyUse, Partner
from shirehall.channels.api.settings import api_settings
from shirehall.channels.api.staff import forms
from shirehall.channels.api.webhooks.addresses import AddressRefused, check_form
from shirehall.channels.api.webhooks.planning import set_webhook
from shirehall.design.fields import error_links
from shirehall.partnership.api import Officer, authority, may, officer_of, officer_required

LOG = logging.getLogger("shirehall.api")
ACTION = "manage_accounts"
LONDON = zoneinfo.ZoneInfo("Europe/London")
_DAYS_SHOWN = 30


def _administrator(request: HttpRequest) -> Officer:
    """Who may look after partners: keys reach every team and council, so the officer's place must as well."""
    officer = officer_of(request)
    if not may(officer, ACTION, team=None, authority=None):
        raise PermissionDenied
    return officer


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Every partner; POST adds one."""
    officer = _administrator(request)
    askings, at = forms.partner_form(), timezone.now()
    if request.method != "POST":
        return _draw_partners(request, forms.fields(askings))
    given = forms.read(askings, request.POST, on=local_date(at))
    wrong = dict(given.wrong)
    if not wrong:
        try:
            made = add_partner(
                code=given.text("code"),
                name=given.text("name"),
                contact=given.text("contact"),
                by=officer.email,
                at=at,
            )
        except KeyRefused as problem:
            wrong["code"] = (str(problem), "")
        else:
            LOG.info("partner %s added by=officer:%s at=%s", made.pk, officer.pk, at.isoformat())
            return redirect("api_partner", made.code)
    return _draw_partners(request, forms.fields(askings, request.POST, wrong), status=422)


def _draw_partners(request: HttpRequest, fields: Sequence[Any], *, status: int = 200) -> HttpResponse:
    rows = Partner.objects.annotate(last_at=Max("keys__uses__last_at"))
    keys = ApiKey.objects.filter(revoked_at=None).values_list("partner_id", "expires_at")
    live: dict[int, int] = {}
    now = timezone.now()
    for partner_id, expires_at in keys:
        live[partner_id] = live.get(partner_id, 0) + (expires_at is None or expires_at > now)
    shown = [{"row": row, "keys": live.get(row.pk, 0)} for row in rows]
    return _draw(
        request, "partners.html", {"partners": shown, "fields": fields}, fields=fields, status=status
    )


@officer_required
@require_safe
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: its keys, how they are used, and where events go."""
    _administrator(request)
    return _draw_partner(request, _found(code))


@officer_required
@require_POST
def new_key(request: HttpRequest, code: str) -> HttpResponse:
    """Make a key, and show it this once."""
    officer, found, at = _administrator(request), _found(code), timezone.now()
    askings = forms.key_form()
    given = forms.read(askings, request.POST, on=local_date(at))
    wrong = dict(given.wrong)
    expires_at = _end_of(given.values.get("expires_on"))
    if expires_at is not None and expires_at <= at:
        wrong["expires_on"] = (_("The last day must not be over"), "")
    if not wrong:
        try:
            made = make_key(
                partner=found, name=given.text("key_name"), actions=given.names("actions"),
                services=given.names("services"), authorities=given.names("authorities"),
                per_minute=given.values["per_minute"], per_day=given.values["per_day"], expires_at=expires_at,
                by=officer.email, at=at,
            )  # fmt: skip
        except KeyRefused as problem:
            wrong["key_name"] = (str(problem), "")
        else:
            LOG.info("key %s made by=officer:%s at=%s", made.key.prefix, officer.pk, at.isoformat())
            return _draw(request, "key_made.html", {"partner": found, "key": made.key, "text": made.text})
    return _draw_partner(request, found, key_fields=forms.fields(askings, request.POST, wrong), status=422)


@officer_required
@require_POST
def revoke(request: HttpRequest, code: str, prefix: str) -> HttpResponse:
    """End a key at once."""
    officer, found, at = _administrator(request), _found(code), timezone.now()
    key = found.keys.filter(prefix=prefix).first()
    if key is None:
        raise Http404(prefix)
    revoke_key(key=key, by=officer.email, at=at)
    LOG.info("key %s revoked by=officer:%s at=%s", key.prefix, officer.pk, at.isoformat())
    return redirect("api_partner", code)


@officer_required
@require_POST
def webhook(request: HttpRequest, code: str) -> HttpResponse:
    """Say where events go, or nowhere."""
    _administrator(request)
    found = _found(code)
    askings = forms.webhook_form(found.webhook_address)
    given = forms.read(askings, request.POST, on=local_date(timezone.now()))
    wrong, address = dict(given.wrong), given.text("address")
    if address and not wrong:
        try:
            check_form(address, private=api_settings().webhook_private)
        except AddressRefused as problem:
            wrong["address"] = (str(problem), "")
    if wrong:
        return _draw_partner(
            request, found, webhook_fields=forms.fields(askings, request.POST, wrong), status=422
        )
    set_webhook(partner=found, address=address)
    return redirect("api_partner", code)


@officer_required
@require_POST
def rotate(request: HttpRequest, code: str) -> HttpResponse:
    """A new secret for signing; the old one signs beside it for some hours."""
    officer, found, at = _administrator(request), _found(code), timezone.now()
    rotate_webhook_secret(partner=found, at=at)
    LOG.info("webhook secret of partner %s changed by=officer:%s at=%s", found.pk, officer.pk, at.isoformat())
    return redirect("api_partner", code)


def _draw_partner(
    request: HttpRequest, found: Partner, *, key_fields: Sequence[Any] | None = None,
    webhook_fields: Sequence[Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = timezone.now()
    since = local_date(now) - timedelta(days=_DAYS_SHOWN)
    used = {
        row["key"]: row
        for row in KeyUse.objects.filter(key__partner=found, used_on__gt=since)
        .values("key").annotate(calls=Sum("calls"), last_at=Max("last_at"))
    }  # fmt: skip
    titles = _titles()
    keys = [_key_row(key, used.get(key.pk, {}), titles, now) for key in found.keys.all()]
    context = {
        "partner": found, "keys": keys, "days": _DAYS_SHOWN,
        "key_fields": key_fields or forms.fields(forms.key_form()), "key_open": key_fields is not None or not keys,
        "webhook_fields": webhook_fields or forms.fields(forms.webhook_form(found.webhook_address)),
        "secret": show_secret(webhook_secrets(found, at=now)[0]) if found.webhook_address else "",
        "overlap_hours": api_settings().webhook_overlap_hours,
    }  # fmt: skip
    wrong = [*(key_fields or ()), *(webhook_fields or ())]
    return _draw(request, "partner.html", context, fields=wrong, status=status)


def _key_row(
    key: ApiKey, used: Mapping[str, Any], titles: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    word, kind = _("Works"), "good"
    if key.revoked_at is not None:
        word, kind = _("Revoked"), "done"
    elif key.expires_at is not None and key.expires_at <= now:
        word, kind = _("Expired"), "done"
    return {
        "key": key, "word": word, "kind": kind, "works": kind == "good", "calls": used.get("calls", 0),
        "last_at": used.get("last_at"),
        "actions": [str(ApiKey.ACTIONS[each]) for each in key.actions if each in ApiKey.ACTIONS],
        "services": [_("every service") if each == EVERY else titles.get(each, each) for each in key.services],
        "authorities": [_("every council") if each == EVERY else _council(each) for each in key.authorities],
    }  # fmt: skip


def _titles() -> dict[str, str]:
    return {row.service: current_version(row.service).service.title for row in published_services()}


def _council(code: str) -> str:
    found = authority(code)
    return found.name if found else code


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), LONDON)


def _found(code: str) -> Partner:
    found = Partner.objects.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found


def _draw(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fields: Sequence[Any] = (),
    status: int = 200,
) -> HttpResponse:
    officer = officer_of(request)
    shell = {
        "home_url": "/desk/", "officer_name": officer.name, "sign_out_url": reverse("account_logout"),
        "nav": [
            {"text": _(link.label), "href": link.url(), "current": link.name == own.NAME}
            for link in sorted(desk_links, key=lambda link: link.order)
            if link.is_for(officer)
        ],
        "errors": error_links(list(fields)),
    }  # fmt: skip
    response = render(request, f"shirehall_api/{template}", {**shell, **context}, status=status)
    # A key and a secret stand on these pages: nothing keeps them.
    response.headers["Cache-Control"] = "no-store"
    return response
