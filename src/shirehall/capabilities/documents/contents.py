"""What a file is, by its bytes. Nothing is ever unpacked, decoded or run: only headers and lists of names are read."""

import io
import mimetypes
import re
import zipfile
from dataclasses import dataclass

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shirehall.capabilities.documents.names import clean_name, ending_of
from shirehall.capabilities.documents.problems import DocumentError
from shirehall.capabilities.documents.settings import LARGEST

_HEAD = 4096
_MOST_UNPACKED = 200 * 1000 * 1000
_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
_SURE = 0.5
_ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class ContentType:
    """A kind of file that we take. The first ending is the one given to a name that has none."""

    mime: str
    words: str | Promise
    endings: tuple[str, ...]


PDF = ContentType("application/pdf", gettext_lazy("PDF"), (".pdf",))
JPEG = ContentType("image/jpeg", gettext_lazy("JPEG photo"), (".jpg", ".jpeg", ".jpe", ".jfif"))
PNG = ContentType("image/png", gettext_lazy("PNG picture"), (".png",))
HEIC = ContentType("image/heic", gettext_lazy("HEIC photo"), (".heic", ".heif"))
WEBP = ContentType("image/webp", gettext_lazy("WebP picture"), (".webp",))
TIFF = ContentType("image/tiff", gettext_lazy("TIFF picture"), (".tif", ".tiff"))
DOCX = ContentType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    gettext_lazy("Word document"),
    (".docx",),
)
ODT = ContentType(_ODT, gettext_lazy("OpenDocument text"), (".odt",))
TEXT = ContentType("text/plain", gettext_lazy("plain text file"), (".txt", ".text", ".csv", ".md", ".log"))
ACCEPTED = (PDF, JPEG, PNG, HEIC, WEBP, TIFF, DOCX, ODT, TEXT)

_OTHERS: dict[str, str | Promise] = {
    ".html": gettext_lazy("web page"),
    ".svg": gettext_lazy("drawing with code in it (SVG)"),
    ".xml": gettext_lazy("file of data (XML)"),
    ".exe": gettext_lazy("program"),
    ".rtf": gettext_lazy("rich text file (RTF)"),
    ".doc": gettext_lazy("older kind of office document, or one locked with a password"),
    ".gif": gettext_lazy("GIF picture"),
    ".mp4": gettext_lazy("video"),
}


def content_type_of(content: bytes, given_name: str) -> tuple[ContentType, str]:
    """What it is, and its cleaned name. Raises DocumentError for what we cannot take."""
    if not content:
        raise DocumentError(_("The file is empty. Choose another file."))
    if len(content) > LARGEST:
        raise DocumentError(_("The file is larger than 10 MB. Send a smaller file, or a photo of each page."))
    found = _identify(content)
    if found is None:
        raise _refused(content, given_name)
    name = clean_name(given_name, found.endings[0])
    ending = ending_of(name)
    if ending not in found.endings:
        if _is_known(ending):
            raise _differs(name, found.words)
        name += found.endings[0]
    if found is PDF and _LOCKED.search(content):
        raise DocumentError(_("The PDF is locked with a password. Save a copy without it, and send that."))
    return found, name


def _identify(content: bytes) -> ContentType | None:
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content)
    return _by_signature(content) or (TEXT if _is_text(content) else None)


def _by_signature(content: bytes) -> ContentType | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return HEIC
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return TIFF if content[:4] in (b"II*\x00", b"MM\x00*") else None


def _in_archive(content: bytes) -> ContentType | None:
    """DOCX and ODT are ZIP archives: known by the names in their list, with nothing unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        return None
    if sum(each.file_size for each in listed) > _MOST_UNPACKED:
        raise DocumentError(_("The file unpacks to far more than it seems to hold. Send it as a PDF."))
    names = {each.filename for each in listed}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DocumentError(_("The document has macros in it. Save it as a PDF, and send that."))
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return DOCX
    # The first entry of an OpenDocument file is its type, stored as it is.
    return ODT if content[30 : 38 + len(_ODT)] == b"mimetype" + _ODT.encode() else None


def _is_text(content: bytes) -> bool:
    """UTF-8 or Windows text, and not the code of a page, a drawing or a document."""
    if any(sign in content for sign in (*range(9), *range(14, 32))):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            content.decode("cp1252")
        except UnicodeDecodeError:
            return False
    return _other(content, at_least=_SURE) is None


def _other(content: bytes, *, at_least: float = 0.0) -> str | Promise | None:
    try:
        found = puremagic.magic_string(content[:_HEAD])
    except (puremagic.PureError, ValueError):
        return None
    endings = [each.extension for each in found if each.confidence >= at_least]
    return next((_OTHERS[ending] for ending in endings if ending in _OTHERS), None)


def _refused(content: bytes, given_name: str) -> DocumentError:
    words = _("ZIP archive") if content.startswith(b"PK\x03\x04") else _other(content)
    words = words or _("kind of file that we do not know")
    name = clean_name(given_name, "")
    ending = ending_of(name)
    if any(ending in each.endings for each in ACCEPTED):
        return _differs(name, words)
    return DocumentError(
        _("We cannot take this file: it is a %(kind)s. Send a PDF, a photo, a text document or plain text.")
        % {"kind": words}
    )


def _differs(name: str, words: str | Promise) -> DocumentError:
    return DocumentError(
        _("The file is called %(name)s but it is a %(kind)s. Save it again as what it is, or send a photo.")
        % {"name": name, "kind": words}
    )


def _is_known(ending: str) -> bool:
    """Whether the ending means something to the machine that will open the file."""
    return mimetypes.guess_type(f"file{ending}")[0] is not None or any(
        ending in each.endings for each in ACCEPTED
    )
