"""The front door of documents: keep a file, ask who may open it, send it, let it go."""

from shirehall.capabilities.documents.actions import (
    attach,
    dispose,
    remove,
    store,
    store_as_it_came,
    store_made,
    sweep,
)
from shirehall.capabilities.documents.contents import ACCEPTED
from shirehall.capabilities.documents.downloads import response
from shirehall.capabilities.documents.files import read as _read
from shirehall.capabilities.documents.models import Document, new_document_id
from shirehall.capabilities.documents.problems import DocumentError, ScannerSilentError
from shirehall.capabilities.documents.queries import by_id, document, for_case, for_draft
from shirehall.capabilities.documents.rules import may_open
from shirehall.capabilities.documents.settings import LARGEST

__all__ = [
    "ACCEPTED",
    "LARGEST",
    "Document",
    "DocumentError",
    "ScannerSilentError",
    "accepted_endings",
    "attach",
    "by_id",
    "content_of",
    "dispose",
    "document",
    "for_case",
    "for_draft",
    "may_open",
    "new_document_id",
    "remove",
    "response",
    "store",
    "store_as_it_came",
    "store_made",
    "sweep",
]


def content_of(document: Document) -> bytes:
    """The bytes of a document. Raises FileNotFoundError once they are gone."""
    if not document.stored_as:
        raise FileNotFoundError(document.pk)
    with _read(document.stored_as) as file:
        return file.read()


def accepted_endings() -> str:
    """For a file box's `accept`: every ending that we take, with commas."""
    return ",".join(ending for each in ACCEPTED for ending in each.endings)
