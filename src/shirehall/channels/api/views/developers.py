"""The page for developers: how to begin, where the documents are, and what each problem means."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.casework.api import local_date
from shirehall.channels.api.demonstration import demonstration_key
from shirehall.channels.api.documents.samples import sample_answers
from shirehall.channels.api.models import ApiKey
from shirehall.channels.api.settings import api_settings
from shirehall.channels.api.views.offered import offered_versions
from shirehall.channels.api.webhooks.signing import WINDOW_SECONDS
from shirehall.kernel.api import Version
from shirehall.partnership.api import brand_for, current_partnership


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Plain words for those who write programs."""
    versions = offered_versions()
    key = demonstration_key()
    is_made = bool(key) and ApiKey.objects.filter(demonstration=True, revoked_at=None).exists()
    context = {
        "brand": brand_for(None), "partnership": current_partnership(), "services": versions,
        "site": request.build_absolute_uri("/").rstrip("/"), "key": key if is_made else "",
        "example": _example(versions[0]) if versions else None, "problems": _problems(),
        "window_minutes": WINDOW_SECONDS // 60, "limits": api_settings(), "back_url": "/",
    }  # fmt: skip
    return render(request, "shirehall_api/developers.html", context)


def _example(version: Version) -> dict[str, str]:
    body = {
        "authority": version.service.offered_by[0],
        "answers": sample_answers(version, on=local_date(timezone.now())),
    }
    return {"service": version.service.name, "body": json.dumps(body, indent=2, ensure_ascii=False)}


def _problems() -> list[tuple[str, str]]:
    """What `type` ends with, and what to do about it."""
    return [
        ("bad-json", _("The body is no JSON. The detail says where: line and column.")),
        ("bad-request", _("Something in the request is missing or does not belong there.")),
        ("no-key", _("The key is missing, wrong, expired or revoked. Ask the council for a new one.")),
        ("scope", _("The key is right, but may not do this for this service or council.")),
        ("not-found", _("There is nothing at this address, or you did not send it.")),
        ("method", _("The address takes other methods: the Allow header lists them.")),
        ("conflict", _("It cannot be done as things stand, for example because it was done already.")),
        ("gone", _("The time for keeping the case is over, and its details are deleted.")),
        ("too-large", _("Send less at once.")),
        ("media-type", _("Send JSON; for files, a form with parts named “file”.")),
        ("answers", _("Answers are missing or cannot be taken. Each is named, with a sentence.")),
        ("key-reused", _("The idempotency key came before with another body. Use a new one.")),
        ("too-many", _("Wait as many seconds as Retry-After says.")),
        ("fault", _("It is our fault. Send it again with the same idempotency key.")),
    ]
