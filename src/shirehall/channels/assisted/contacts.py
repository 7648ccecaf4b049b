"""Where a resident can be sent a link: an email address or a mobile number, read as the questions read them."""

from datetime import date

from django.utils.translation import gettext as _

from shirehall.casework.api import Application, applicant_facts
from shirehall.kernel.questions import TYPES, AnswerError, Asked


def read_contact(typed: str, *, on: date) -> tuple[str, str]:
    """The way (email or sms) and the contact that was typed. Raises AnswerError."""
    text = typed.strip()
    if not text:
        raise AnswerError(_("Enter an email address or a mobile number"), missing=True)
    kind, way = ("email", "email") if "@" in text else ("telephone", "sms")
    asked = Asked("contact", "", _("the contact"), settings={"mobile": True} if way == "sms" else {})
    try:
        return way, str(TYPES[kind].read(asked, {"": [text]}, on=on))
    except AnswerError as error:
        said = _("Enter an email address, like name@example.org, or a mobile number, like 07700 900 982")
        raise AnswerError(said) from error


def contact_answers(application: Application) -> str:
    """The contact that was given already, to begin with; empty where there is none."""
    roles = applicant_facts(application.version)
    for role in ("telephone", "email"):
        value = application.value(roles.get(role, ""))
        if isinstance(value, str) and value:
            return value
    return ""
