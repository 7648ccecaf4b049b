"""What staff and suppliers are told, in words: states, kinds, and why a file was left out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WHY = {
    "logo": gettext_lazy("A logo or a small picture, not an invoice."),
    "text": gettext_lazy("A text or a signature, not an invoice."),
    "empty": gettext_lazy("The file is empty."),
    "office": gettext_lazy("A Word or Excel file. We read PDF, XML and pictures."),
    "web_page": gettext_lazy("A web page or a drawing with code in it. We do not open these."),
    "winmail": gettext_lazy("A winmail.dat file of Outlook. Ask the sender to send the invoice as a PDF."),
    "sealed": gettext_lazy("Sealed mail, which only the person it was sealed for can open."),
    "other": gettext_lazy("A kind of file that we do not read. We read PDF, XML and pictures."),
    "locked": gettext_lazy("An archive that is locked with a password."),
    "bomb": gettext_lazy("An archive that unpacks to far more than an invoice needs. It was not unpacked."),
    "broken": gettext_lazy("The file is broken, so it could not be opened."),
    "too_many": gettext_lazy("There are more files than we take at once."),
    "too_large": gettext_lazy("The file is larger than an invoice may be."),
    "nested": gettext_lazy("It lies too deep: an archive in an archive, or mail in mail in mail."),
    "elsewhere": gettext_lazy("The file is not in the mail, only its address is. We fetch nothing."),
    "refused": gettext_lazy("The file was not taken."),
    "same_file": gettext_lazy("The same file came before."),
    "message_too_large": gettext_lazy("It is larger than we take, so only its head was read."),
    "too_many_parts": gettext_lazy("The mail has far more parts than any letter. It was not opened."),
    "virus": gettext_lazy("It has a virus in it, so it was not kept."),
}
KINDS = {
    "invoices": gettext_lazy("Files for invoices"),
    "auto_reply": gettext_lazy("Automatic reply"),
    "bounce": gettext_lazy("Mail that came back"),
    "loop": gettext_lazy("Our own mail"),
    "no_attachment": gettext_lazy("No file attached"),
    "not_invoices": gettext_lazy("No file that we can read"),
    "refused": gettext_lazy("Not taken"),
}
STATES = {
    "waiting": (gettext_lazy("Waits its turn"), "waiting"),
    "taken": (gettext_lazy("Taken in"), "good"),
    "set_aside": (gettext_lazy("Set aside"), "neutral"),
    "trouble": (gettext_lazy("Needs a person"), "late"),
    "dealt_with": (gettext_lazy("Dealt with"), "done"),
}
CHANNELS = {
    "invoice_mail": gettext_lazy("Mail"),
    "invoice_folder": gettext_lazy("Drop folder"),
    "invoice_upload": gettext_lazy("Upload"),
    "invoice_api": gettext_lazy("Program"),
}
RESULTS = {
    "pass": (gettext_lazy("passed"), "good"),
    "fail": (gettext_lazy("failed"), "bad"),
    "softfail": (gettext_lazy("rather failed"), "late"),
}


def why_left_out(word: str) -> str:
    """A sentence for a word; a sentence stays as it is."""
    return str(WHY.get(word, word))


def result_words(result: str) -> tuple[str, str]:
    """A result of authentication: words and the kind of its sign."""
    words, kind = RESULTS.get(result, (result or _("not told"), "neutral"))
    return str(words), kind


ANSWERS = {
    "unreadable": gettext_lazy("We wrote that we could not read it."),
    "no_order": gettext_lazy("We wrote that we need an order number."),
}
"""What we wrote back, by the name of the text."""

PLANTED = {
    "changed_bank": gettext_lazy("with another bank account than the register's"),
    "no_order": gettext_lazy("without an order number"),
    "wrong_price": gettext_lazy("dearer than was ordered"),
    "not_received": gettext_lazy("for what nobody has received"),
    "duplicate": gettext_lazy("the very file that came before"),
    "not_an_invoice": gettext_lazy("a letter, no invoice"),
    "hostile_xml": gettext_lazy("a file made to do harm"),
}
"""What is wrong with a sample on purpose."""
