"""Taking in a file: it is kept, and a step is planned that reads it. Nothing of it is opened here."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shirehall.capabilities.documents.api import DocumentError, store_as_it_came
from shirehall.casework.api import plan_step
from shirehall.departments.finance.invoices.models import InvoiceFile
from shirehall.departments.finance.invoices.problems import InvoiceError

LARGEST = 30_000_000
READ_INVOICE = "read_invoice"
_PLAIN_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Received:
    """The file as it is kept. `created` is false where the same coming was taken in before."""

    file: InvoiceFile
    created: bool


def receive_file(
    *, content: bytes, name: str, channel: str, by: str, at: datetime, source_key: str, source: str = "",
    authority: str = "",
) -> Received:  # fmt: skip
    """Take in a file in which an invoice may be. `source_key` tells one coming from another, at most 64 signs; the
    same again gives the row that stands. Within the caller's transaction, if there is one. Raises InvoiceError for
    a file that is empty, larger than 30 MB, or has a virus in it."""
    if earlier := InvoiceFile.objects.filter(source_key=source_key).first():
        return Received(earlier, created=False)
    if len(content) > LARGEST:
        raise InvoiceError(_("The file is larger than 30 MB. Send the invoice without the rest."))
    try:
        with transaction.atomic():
            return Received(
                _keep(content, name, channel, by, at, source_key, source, authority), created=True
            )
    except DocumentError as error:
        raise InvoiceError(str(error)) from error
    except IntegrityError:
        return Received(InvoiceFile.objects.get(source_key=source_key), created=False)


def _keep(
    content: bytes,
    name: str,
    channel: str,
    by: str,
    at: datetime,
    source_key: str,
    source: str,
    authority: str,
) -> InvoiceFile:
    document = store_as_it_came(
        content=content, name=name, content_type=_PLAIN_TYPE, by=by, at=at, channel=channel
    )
    file = InvoiceFile.objects.create(
        document=document, source_key=source_key, source=source[:300], channel=channel, authority=authority,
        name=document.name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), received_at=at, by=by,
    )  # fmt: skip
    plan_step(kind=READ_INVOICE, payload={"file": file.pk}, at=at, key=f"{READ_INVOICE}-{file.pk}")
    return file
