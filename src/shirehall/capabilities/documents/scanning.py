"""Asking ClamAV about a file, where it is set up."""

import io
import logging

import clamd
from django.utils.translation import gettext as _

from shirehall.capabilities.documents.models import Document
from shirehall.capabilities.documents.problems import ScannerSilentError

LOG = logging.getLogger("shirehall.documents")
_SECONDS = 30
_DEFAULT_PORT = 3310


def scan(content: bytes, *, where: str) -> Document.Scan:
    """Clean or infected; not scanned where no scanner is set up. Raises DocumentError where the scanner that is set
    up gives no answer: a council that scans takes nothing unscanned."""
    if not where:
        return Document.Scan.NOT_SCANNED
    try:
        answer = _scanner(where).instream(io.BytesIO(content)) or {}
    except (clamd.ClamdError, OSError) as error:
        LOG.exception("The virus scanner does not answer")
        raise _unanswered() from error
    status = next(iter(answer.values()), ("ERROR", None))[0]
    if status == "OK":
        return Document.Scan.CLEAN
    if status == "FOUND":
        return Document.Scan.INFECTED
    LOG.error("The virus scanner answered with an error")
    raise _unanswered()


def _scanner(where: str) -> clamd.ClamdNetworkSocket:
    if where.startswith("/"):
        return clamd.ClamdUnixSocket(where, timeout=_SECONDS)
    host, _colon, port = where.rpartition(":")
    return clamd.ClamdNetworkSocket(host.strip("[]"), int(port or _DEFAULT_PORT), timeout=_SECONDS)


def _unanswered() -> ScannerSilentError:
    return ScannerSilentError(
        _("We could not check the file for viruses just now. Try again in a few minutes.")
    )
