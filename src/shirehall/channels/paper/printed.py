"""Printing a form: the record of it, and its PDF."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shirehall.casework.api import current_version, make_reference, version_of
from shirehall.casework.models import Draft
from shirehall.casework.references import ALPHABET
from shirehall.channels.paper.channel import NAME
from shirehall.channels.paper.codes import code_text
from shirehall.channels.paper.models import PrintedForm
from shirehall.channels.paper.printing.plan import ROOM, Council, plan_form
from shirehall.channels.paper.printing.setting import Heading, set_form
from shirehall.channels.paper.printing.sizes import SIZES
from shirehall.kernel.api import Service, Version
from shirehall.partnership.api import authority as council_of
from shirehall.partnership.api import current_partnership

_CODE_LENGTH = 10
MOST_ROOM = 20


class NotOnPaperError(LookupError):
    """A service is not offered on paper."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A form that was printed, and its PDF."""

    form: PrintedForm
    pdf: bytes


def print_form(
    *, service: str, variant: str, at: datetime, authority: str = "", room: int = ROOM, draft: Draft | None = None,
    by: str = "",
) -> Printed:  # fmt: skip
    """Print a form, for a draft under its version or for nobody in particular under the current one. Raises
    UnknownService, NotOnPaperError."""
    version = version_of(draft) if draft else current_version(service)
    if NAME not in version.service.channels:
        raise NotOnPaperError(service)
    authority = authority or (draft.authority if draft else "")
    offered = version.service.offered_by
    if not authority and len(offered) == 1:
        authority = offered[0]
    form = PrintedForm(
        code="".join(secrets.choice(ALPHABET) for _sign in range(_CODE_LENGTH)),
        reference=draft.reference if draft else make_reference(), service=service, version=version.hash,
        authority=authority, variant=variant, draft=draft, made_at=at, by=by,
    )  # fmt: skip
    sizes = SIZES[variant]
    councils = () if authority or _asks_council(version.service) else _councils(version.service)
    plan = plan_form(version, sizes=sizes, room=max(ROOM, min(room, MOST_ROOM)), councils=councils)
    made = set_form(plan, _heading(form, version), sizes=sizes)
    form.layout, form.sheets = made.layout, made.layout["sheets"]
    form.save(force_insert=True)
    return Printed(form, made.pdf)


def _asks_council(service: Service) -> bool:
    """Whether a question lists the councils."""
    return any(
        each.type == "choice" and all(council_of(code) for code in each.asked.options)
        for each in service.questions
    )


def _councils(service: Service) -> tuple[Council, ...]:
    found = (council_of(code) for code in service.offered_by)
    return tuple(Council(each.code, each.name) for each in found if each)


def _heading(form: PrintedForm, version: Version) -> Heading:
    partnership = current_partnership()
    council = council_of(form.authority) if form.authority else None
    offices = [
        partnership.offices[code]
        for code in (council.offices if council else ())
        if code in partnership.offices
    ]
    office = offices[0] if offices else next(iter(partnership.offices.values()), None)
    name = council.name if council else partnership.name
    phone = council.phone if council else partnership.phone
    return Heading(
        title=version.service.title,
        council=name,
        reference=form.reference,
        intro=(
            version.service.summary,
            _("If you need help with this form, call us on %(phone)s. We can also fill it in with you.")
            % {"phone": phone},
        ),
        send=(_("Send every sheet, also those that you left empty. Send it to:"),),
        send_to=(name, *(office.address if office else ())),
        code_of=lambda sheet: code_text(form.code, form.version, form.variant, sheet),
    )
