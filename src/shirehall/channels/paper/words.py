"""What the post room says: why a file was not read, and what is the matter with a sheet."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_WHY: Mapping[str, str] = {
    "locked": gettext_noop("The PDF is locked with a password. Ask for a copy without one, or scan the paper again."),
    "too_many_pages": gettext_noop("It has more than 60 pages. Split it, and send the parts."),
    "too_large": gettext_noop("A page is too large to open. Scan it again at 200 to 300 dots an inch."),
    "damaged": gettext_noop("The file is damaged. Scan the paper again."),
    "not_a_picture": gettext_noop("It is not a picture of paper. Send a PDF, JPEG, PNG or TIFF."),
    "stopped": gettext_noop("Reading it took too long or too much memory, so it was stopped. Scan the paper again."),
}  # fmt: skip
_SHEET: Mapping[str, tuple[str, str]] = {
    "read": (gettext_noop("Read"), "good"),
    "repeated": (gettext_noop("The same sheet again"), "done"),
    "differs": (gettext_noop("The same sheet, filled in differently"), "late"),
    "no_code": (gettext_noop("No form was found"), "late"),
    "unknown": (gettext_noop("The form is not known"), "late"),
    "forged": (gettext_noop("The code is not ours"), "late"),
    "no_marks": (gettext_noop("The corners cannot be seen"), "late"),
    "sent": (gettext_noop("Came after the form was sent"), "late"),
    "set_aside": (gettext_noop("Set aside"), "done"),
}
_WHAT_TO_DO: Mapping[str, str] = {
    "differs": gettext_noop(
        "Two sheets have the same code but say different things. One may be a copy that somebody else filled in."
    ),
    "no_code": gettext_noop("Neither the code nor the reference can be read. Look at the picture and say whose it is."),
    "unknown": gettext_noop("The code is ours, but its form is not there. Perhaps it was printed long ago."),
    "forged": gettext_noop("The code does not carry our seal. Take nothing from it without asking the person."),
    "no_marks": gettext_noop("The four black squares must be in the picture. Scan the sheet again, flat and whole."),
    "sent": gettext_noop("The form was sent already. Look at the case before you do anything with this sheet."),
}  # fmt: skip


def why_not_read(why: str) -> str:
    """Why a file was not read, and what to do."""
    return _(_WHY[why]) if why in _WHY else why


def sheet_state(state: str) -> tuple[str, str]:
    """A sheet's state in words, and the kind of it for the state macro."""
    words, kind = _SHEET[state]
    return _(words), kind


def what_to_do(state: str) -> str:
    """What a person does with a sheet that found no place."""
    return _(_WHAT_TO_DO[state]) if state in _WHAT_TO_DO else ""
