"""Who asks: the suppliers that are meant by what was typed, and the address on file that a code goes to."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from shirehall.departments.finance.invoices.models import Invoice
from shirehall.departments.finance.registers.api import invoice_key
from shirehall.departments.finance.registers.models import Supplier

_MOST = 50


@dataclass(frozen=True, slots=True)
class Meant:
    """The suppliers that are meant, and the address on file that proves it. Both empty where nobody is."""

    suppliers: Sequence[Supplier]
    address: str


def keyed(text: str) -> str:
    """A keyed hash of an address or of what was typed, the same for capitals and small letters."""
    secret = hashlib.sha256(b"shirehall.suppliers" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(secret, text.strip().casefold().encode(), hashlib.sha256).hexdigest()


def meant_by(*, number: str, who: str) -> Meant:
    """Who is meant by an invoice number and either an e-mail address or a supplier code. The address always comes from
    our register. A code alone is no secret: it counts only with the number of an invoice of theirs."""
    if "@" in who:
        found = Supplier.objects.filter(Q(email__iexact=who) | Q(remittance_email__iexact=who))
        suppliers = list(found.order_by("pk")[:_MOST])
        return Meant(suppliers, _as_on_file(suppliers[0], who) if suppliers else "")
    supplier = Supplier.objects.filter(code__iexact=who).first()
    address = (supplier.email or supplier.remittance_email) if supplier else ""
    theirs = Invoice.objects.filter(supplier=supplier, number_key=invoice_key(number)).exists()
    return Meant([supplier], address) if supplier and address and theirs else Meant((), "")


def has_address(supplier: Supplier, address_key: str) -> bool:
    """Whether that address is still one on file for a supplier."""
    held = [each for each in (supplier.email, supplier.remittance_email) if each]
    return any(hmac.compare_digest(keyed(each), address_key) for each in held)


def _as_on_file(supplier: Supplier, typed: str) -> str:
    return supplier.email if supplier.email.casefold() == typed.casefold() else supplier.remittance_email
