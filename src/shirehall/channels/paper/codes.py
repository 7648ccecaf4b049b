"""The text of a QR code: which form, which version, which sheet, which variant, and a seal that only we can make."""

import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from shirehall.channels.paper.models import PrintedForm

PREFIX = "SH1"
_FORM = re.compile(r"SH1\.([0-9A-Z]{10})\.([0-9A-F]{8})\.(\d{1,3})\.([SL])\.([0-9A-F]{16})")
_LETTER = {PrintedForm.Variant.STANDARD: "S", PrintedForm.Variant.LARGE: "L"}


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What a code says, once its seal is proved: `version` is the beginning of the hash, in capitals."""

    code: str
    version: str
    sheet: int


def code_text(code: str, version: str, variant: str, sheet: int) -> str:
    """The text of the code of a sheet: capitals and digits, which a QR code holds in the least room."""
    said = f"{PREFIX}.{code}.{version[:8].upper()}.{sheet}.{_LETTER[PrintedForm.Variant(variant)]}"
    return f"{said}.{_seal(said)}"


def read_code(text: str) -> SheetCode | None:
    """What a code says; None where it is not one of ours, or its seal is false."""
    found = _FORM.fullmatch(text)
    if found is None or not constant_time_compare(_seal(text.rpartition(".")[0]), found[5]):
        return None
    return SheetCode(found[1], found[2], int(found[3]))


def _seal(said: str) -> str:
    return salted_hmac("shirehall.paper.sheet", said, algorithm="sha256").hexdigest()[:16].upper()
