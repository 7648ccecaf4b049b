"""Keys of suppliers' platforms, for administrators: made once, shown once, ended at any time."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shirehall.departments.finance.intake.keys import KeyRefusedError, make_key, revoke_key
from shirehall.departments.finance.intake.models import SupplierKey
from shirehall.departments.finance.intake.staff.drawing import draw, say_next
from shirehall.partnership.api import Officer, authorities, authority, may, officer_of, officer_required

ACTION = "manage_accounts"


def _administrator(request: HttpRequest) -> Officer:
    officer = officer_of(request)
    if not may(officer, ACTION, team=None, authority=None):
        raise PermissionDenied
    return officer


@never_cache
@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def every(request: HttpRequest) -> HttpResponse:
    """Every key; POST makes one and shows it this once."""
    officer = _administrator(request)
    given: dict[str, Any] = {"name": "", "contact": "", "councils": []}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        given = {
            "name": request.POST.get("name", "")[:100], "contact": request.POST.get("contact", "")[:254],
            "councils": request.POST.getlist("councils"),
        }  # fmt: skip
        try:
            made = make_key(**given, by=officer.email, at=timezone.now())
        except KeyRefusedError as error:
            wrong = {error.field: str(error)}
        else:
            return draw(request, "key_made.html", {"key": made.key, "text": made.text})
    context = {
        "keys": [_row(each) for each in SupplierKey.objects.all()[:200]], "given": given, "wrong": wrong,
        "councils": authorities(), "address": request.build_absolute_uri(reverse("finance_e_invoices")),
        "described": reverse("finance_e_invoices_described"),
    }  # fmt: skip
    errors = [{"text": text, "href": f"#{name}"} for name, text in wrong.items()]
    return draw(request, "keys.html", context, status=422 if wrong else 200, errors=errors)


def _row(key: SupplierKey) -> dict[str, Any]:
    found = [authority(code) for code in key.authorities]
    names = ", ".join(each.name for each in found if each) or _("Every council")
    return {"key": key, "councils": names, "works": key.revoked_at is None}


@officer_required
@require_POST
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """End a key."""
    officer = _administrator(request)
    revoke_key(key=get_object_or_404(SupplierKey, prefix=prefix), by=officer.email, at=timezone.now())
    say_next(request, _("The key opens nothing any more."))
    return redirect("finance_supplier_keys")
