"""Files that an officer gives in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.departments.finance.intake.models import IncomingMessage
from shirehall.departments.finance.intake.reading_mail import LeftOut, Looked, look_at_files
from shirehall.departments.finance.intake.taking import UPLOAD, Box, take_in_files
from shirehall.departments.finance.invoices.models import InvoiceFile

MOST_FILES = 30
MOST_BYTES = 100_000_000


class UploadError(ValueError):
    """Nothing was taken. The text says why."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as it was given."""

    name: str
    content: bytes


def take_upload(*, files: Sequence[Uploaded], authority: str, by: str, at: datetime) -> IncomingMessage:
    """Take in what an officer gave. Files that came before are told at once and not taken again. Raises UploadError,
    and ScannerSilentError where it may be tried again."""
    if not files:
        raise UploadError(_("Choose the files of the invoices"))
    if len(files) > MOST_FILES:
        raise UploadError(_("Choose at most %(most)d files at once") % {"most": MOST_FILES})
    if sum(len(each.content) for each in files) > MOST_BYTES:
        raise UploadError(
            _("Together the files are larger than %(most)d MB") % {"most": MOST_BYTES // 1_000_000}
        )
    look = _without_known(look_at_files([(each.name, each.content) for each in files]))
    box = Box(UPLOAD, "upload", authority, by=by)
    subject = files[0].name if len(files) == 1 else _("%(count)d files") % {"count": len(files)}
    return take_in_files(look=look, key=secrets.token_hex(32), box=box, at=at, subject=subject).message


def _without_known(look: Looked) -> Looked:
    hashes = {each.place: hashlib.sha256(each.content).hexdigest() for each in look.files}
    known = set(InvoiceFile.objects.filter(sha256__in=hashes.values()).values_list("sha256", flat=True))
    fresh, same = [], list(look.left_out)
    for each in look.files:
        if hashes[each.place] in known:
            same.append(LeftOut(each.place, each.name, "same_file", len(each.content)))
        else:
            known.add(hashes[each.place])
            fresh.append(each)
    return replace(look, files=tuple(fresh), left_out=tuple(same))
