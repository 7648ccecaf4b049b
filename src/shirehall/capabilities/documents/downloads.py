"""Sending a document to a browser so that nothing in it can do anything there."""

from django.http import FileResponse, Http404

from shirehall.capabilities.documents import files
from shirehall.capabilities.documents.contents import PDF, TEXT
from shirehall.capabilities.documents.models import Document

_SHOWN = frozenset({PDF.mime, "image/jpeg", "image/png", "image/webp"})
_NOTHING_RUNS = (
    "default-src 'none'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def response(document: Document, *, attachment: bool = False) -> FileResponse:
    """The file. PDF and pictures are shown in the browser unless `attachment`; all else is saved. The caller has asked
    `may_open`. Raises Http404 where the bytes are gone."""
    if not document.stored_as:
        raise Http404
    try:
        content = files.read(document.stored_as)
    except FileNotFoundError as error:
        raise Http404 from error
    shown = document.content_type in _SHOWN and not attachment
    mime = f"{TEXT.mime}; charset=utf-8" if document.content_type == TEXT.mime else document.content_type
    answer = FileResponse(content, as_attachment=not shown, filename=document.name, content_type=mime)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    # Browsers refuse to draw a PDF inside a sandbox. It has no access to this site in either case.
    plain_pdf = shown and document.content_type == PDF.mime
    answer["Content-Security-Policy"] = _NOTHING_RUNS if plain_pdf else f"sandbox; {_NOTHING_RUNS}"
    return answer
