"""What programs of suppliers' platforms call: send an invoice, and ask what became of the file."""

import hashlib
import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shirehall.capabilities.documents.api import ScannerSilentError
from shirehall.departments.finance.intake.e_invoices.calls import answer, idempotency_hash, resource
from shirehall.departments.finance.intake.e_invoices.problem import Problem
from shirehall.departments.finance.intake.files_found import kind_of, safe_name
from shirehall.departments.finance.intake.models import SupplierCall, SupplierKey
from shirehall.departments.finance.intake.reading_mail import FileFound, Looked
from shirehall.departments.finance.intake.taking import API, Box, take_in_files
from shirehall.departments.finance.invoices.api import LARGEST
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.partnership.api import authorities

_DESCRIPTION = Path(__file__).with_name("openapi.json")
_SIGNS, _LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 12


class _NotTaken(Exception):  # noqa: N818 - it ends the transaction and nothing else
    """The file was refused; nothing of the call stands."""


@resource("POST")
def invoices(request: HttpRequest, key: SupplierKey) -> HttpResponse:
    """Take in one invoice: the body is the XML (UBL, CII) or the PDF as it is."""
    key_hash, council = idempotency_hash(request), _council(request, key)
    content = request.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Problem(
            413, "too-large", _("One invoice has at most %(most)d MB.") % {"most": LARGEST // 1_000_000}
        )
    kind = kind_of(content)
    if kind not in ("xml", "pdf"):
        raise Problem(415, "media-type", _("Send the invoice itself as the body: XML (UBL or CII) or PDF."))
    fingerprint = hashlib.sha256(f"{council}\n".encode() + content).hexdigest()
    if earlier := _earlier(key, key_hash, fingerprint):
        return earlier
    file = FileFound(
        "1", safe_name(request.headers.get("X-File-Name", ""), kind, instead="invoice"), kind, content
    )
    at = timezone.now()
    try:
        with transaction.atomic():
            call = _take(file, key=key, key_hash=key_hash, fingerprint=fingerprint, council=council, at=at)
    except _NotTaken as refused:
        raise Problem(422, "not-taken", str(refused)) from refused
    except ScannerSilentError as error:
        raise Problem(503, "later", str(error), {"Retry-After": "300"}) from error
    except IntegrityError:
        # Sent twice at once: the one that came first has stored its row by now.
        if earlier := _earlier(key, key_hash, fingerprint):
            return earlier
        raise
    return _accepted(call)


def _take(
    file: FileFound, *, key: SupplierKey, key_hash: str, fingerprint: str, council: str, at: datetime
) -> SupplierCall:
    box = Box(API, key.prefix, council, by=f"key {key.prefix}")
    call_key = hashlib.sha256(f"{key.pk}\n{key_hash}".encode()).hexdigest()
    message = take_in_files(look=Looked((file,), ()), key=call_key, box=box, at=at, subject=file.name).message
    refused = message.files.filter(file=None).first()
    if refused is not None:
        raise _NotTaken(refused.said)
    reference = "".join(secrets.choice(_SIGNS) for _place in range(_LENGTH))
    return SupplierCall.objects.create(
        key=key, key_hash=key_hash, fingerprint=fingerprint, reference=reference, message=message, made_at=at
    )


def _council(request: HttpRequest, key: SupplierKey) -> str:
    """The council that the invoice is for, where the program says it, or may send to one alone. Raises Problem."""
    said = request.GET.get("council", "")
    if not said and len(key.authorities) == 1:
        return str(key.authorities[0])
    if said and key.authorities and said not in key.authorities:
        raise Problem(403, "scope", _("This key may not send to that council."))
    if said and said not in _known():
        raise Problem(
            400,
            "bad-request",
            _("There is no council of that code: %(codes)s.") % {"codes": ", ".join(_known())},
        )
    if not said and key.authorities:
        raise Problem(
            400,
            "bad-request",
            _("Say for which council: ?council= and one of %(codes)s.")
            % {"codes": ", ".join(key.authorities)},
        )
    return said


def _known() -> list[str]:
    return [each.code for each in authorities()]


def _earlier(key: SupplierKey, key_hash: str, fingerprint: str) -> HttpResponse | None:
    found = SupplierCall.objects.filter(key=key, key_hash=key_hash).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise Problem(
            422, "key-reused", _("This Idempotency-Key came before with something else. Use a new one.")
        )
    response = _accepted(found)
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _accepted(call: SupplierCall) -> HttpResponse:
    address = reverse("finance_e_invoice", args=[call.reference])
    return answer({"reference": call.reference, "status": address}, 202, {"Location": address})


@resource("GET")
def invoice(_request: HttpRequest, key: SupplierKey, reference: str) -> HttpResponse:
    """What became of a file that this key sent: whether it was read, and not what was decided about it."""
    call = SupplierCall.objects.select_related("message").filter(key=key, reference=reference).first()
    if call is None:
        raise Problem(404, "not-found", _("This key has sent nothing with that reference."))
    row = call.message.files.select_related("file").first()
    file = row.file if row else None
    body: dict[str, Any] = {
        "reference": call.reference, "received_at": call.made_at.isoformat(),
        "state": file.state if file else "forgotten",
    }  # fmt: skip
    if file is not None and file.state == InvoiceFile.State.READ:
        body |= {"kind": file.kind, "problems": list(file.problems)}
    return answer(body)


@require_safe
def described(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return answer(json.loads(_DESCRIPTION.read_text(encoding="utf-8")))
