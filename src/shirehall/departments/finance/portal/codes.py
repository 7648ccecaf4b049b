"""Codes that prove a supplier: asked for, sent to the address on file, tried a few times, used once, kept as a hash."""

import hashlib
import hmac
import logging
import secrets
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.db.models import F

from shirehall.capabilities.messages.api import DeliveryError, send_code
from shirehall.departments.finance.portal.addresses import has_address, keyed, meant_by
from shirehall.departments.finance.portal.models import SupplierCode
from shirehall.departments.finance.portal.settings import suppliers_settings
from shirehall.departments.finance.registers.api import invoice_key

LENGTH = 6
_KEEP = timedelta(days=2)
_HOUR = timedelta(hours=1)
_LOG = logging.getLogger("shirehall.suppliers")
Tried = Literal["right", "wrong", "spent"]


class TooManyCodes(RuntimeError):  # noqa: N818 - it reads as the sentence it raises
    """More codes were asked for with the same words than may be in an hour."""


def ask_for_code(*, number: str, who: str, at: datetime) -> SupplierCode:
    """Note that somebody asks about an invoice. Whatever is true, one row is made and nothing is sent here: the worker
    does that. Raises TooManyCodes."""
    SupplierCode.objects.filter(made_at__lt=at - _KEEP).delete()
    most, asker = suppliers_settings().codes_an_hour, keyed(who)
    recent = SupplierCode.objects.filter(made_at__gt=at - _HOUR)
    if recent.filter(asker_key=asker).count() >= most:
        raise TooManyCodes
    meant = meant_by(number=number, who=who)
    address_key = keyed(meant.address) if meant.address else ""
    # Asked for in other words for the same mailbox: it gets no more than its share, and nobody is told.
    if address_key and recent.filter(address_key=address_key).count() >= most:
        address_key = ""
    with transaction.atomic():
        made = SupplierCode.objects.create(
            token=secrets.token_urlsafe(32), asker_key=asker, address_key=address_key, number=number[:100],
            number_key=invoice_key(number)[:100], made_at=at,
            expires_at=at + timedelta(minutes=suppliers_settings().code_minutes),
        )  # fmt: skip
        if address_key:
            made.suppliers.set(meant.suppliers)
    return made


def send_waiting_codes(at: datetime, limit: int = 20) -> int:
    """Make and send the codes that were asked for; gives how many. Each goes out once at most: one that is lost is
    asked for again."""
    waiting = SupplierCode.objects.filter(sent_at=None, made_at__gt=at - _HOUR, expires_at__gt=at).exclude(
        address_key=""
    )
    done = 0
    for each in waiting.order_by("made_at")[:limit]:
        code = "".join(secrets.choice("0123456789") for _place in range(LENGTH))
        taken = SupplierCode.objects.filter(pk=each.pk, sent_at=None)
        if taken.update(sent_at=at, code_hash=_hash(each.token, code)):
            _send(each, code, at)
            done += 1
    return done


def _send(row: SupplierCode, code: str, at: datetime) -> None:
    for supplier in row.suppliers.order_by("pk"):
        for address in (supplier.email, supplier.remittance_email):
            if address and hmac.compare_digest(keyed(address), row.address_key):
                _deliver(address, code, supplier.authority, at)
                return


def _deliver(address: str, code: str, authority: str, at: datetime) -> None:
    minutes = suppliers_settings().code_minutes
    try:
        send_code(contact=address, channel="email", code=code, at=at, minutes=minutes, authority=authority)
    except DeliveryError as error:
        _LOG.warning("a supplier's code could not be sent: %s", error)


def code_called(token: str) -> SupplierCode | None:
    """The code that a session is about."""
    return SupplierCode.objects.filter(token=token).first() if token else None


def try_code(row: SupplierCode, typed: str, *, at: datetime) -> Tried:
    """Try what was typed. A try is counted before it is looked at, so that two at once are two."""
    left = SupplierCode.objects.filter(
        pk=row.pk, used_at=None, expires_at__gt=at, tries__lt=suppliers_settings().code_tries
    )
    with transaction.atomic():
        if not left.update(tries=F("tries") + 1):
            return "spent"
        row.refresh_from_db()
        plain = "".join(sign for sign in typed if sign in "0123456789")
        if not hmac.compare_digest(_hash(row.token, plain), row.code_hash):
            return "wrong"
        if not any(has_address(supplier, row.address_key) for supplier in row.suppliers.all()):
            return "wrong"
        used = SupplierCode.objects.filter(pk=row.pk, used_at=None).update(used_at=at)
    return "right" if used else "spent"


def is_spent(row: SupplierCode, at: datetime) -> bool:
    """Whether nothing more can be tried with it."""
    return row.used_at is not None or row.expires_at <= at or row.tries >= suppliers_settings().code_tries


def _hash(token: str, code: str) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(), f"supplier\n{token}\n{code}".encode(), hashlib.sha256
    ).hexdigest()
