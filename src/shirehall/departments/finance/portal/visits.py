"""Who is here: the session holds the token of a code that was used, and nothing about anybody. A visit ends by itself
when no page is opened for a while, at the latest an hour after the code was used, when the supplier closes it, and when
the address on file that the code went to is no longer theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from shirehall.departments.finance.portal.addresses import has_address
from shirehall.departments.finance.portal.codes import code_called
from shirehall.departments.finance.portal.models import SupplierCode
from shirehall.departments.finance.portal.settings import suppliers_settings
from shirehall.departments.finance.registers.models import Supplier

_ASKED, _VISIT, _SEEN, _SEARCH = "supplier_code", "supplier_visit", "supplier_seen", "supplier_search"
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who has proved an address, and the suppliers that have it on file now."""

    code: SupplierCode
    suppliers: tuple[Supplier, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        """The ids of the suppliers."""
        return tuple(each.pk for each in self.suppliers)


def hold_asked(request: HttpRequest, row: SupplierCode) -> None:
    """Remember which code this browser waits for."""
    request.session[_ASKED] = row.token


def asked(request: HttpRequest) -> SupplierCode | None:
    """The code that this browser waits for."""
    return code_called(str(request.session.get(_ASKED, "")))


def begin(request: HttpRequest, row: SupplierCode, at: datetime) -> None:
    """A code was right: the visit begins."""
    request.session.pop(_ASKED, None)
    request.session[_VISIT] = row.token
    request.session[_SEEN] = int(at.timestamp())


def visit_of(request: HttpRequest, at: datetime) -> Visit | None:
    """The visit that goes on, or None."""
    seen, minutes = int(request.session.get(_SEEN, 0)), suppliers_settings().visit_minutes
    row = code_called(str(request.session.get(_VISIT, "")))
    if row is None or row.used_at is None or row.ended_at is not None:
        return None
    if at > row.used_at + _LONGEST or at.timestamp() - seen > minutes * 60:
        return None
    held = tuple(each for each in row.suppliers.order_by("pk") if has_address(each, row.address_key))
    if not held:
        return None
    request.session[_SEEN] = int(at.timestamp())
    return Visit(row, held)


def search(request: HttpRequest, number: str) -> None:
    """Look for a number in the list from now on; empty for none."""
    request.session[_SEARCH] = number


def searched(request: HttpRequest) -> str:
    """The number that is looked for."""
    return str(request.session.get(_SEARCH, ""))


def end(request: HttpRequest, at: datetime) -> None:
    """Close the visit, for copies of this browser's cookie as well."""
    row = code_called(str(request.session.get(_VISIT, "")))
    if row is not None:
        SupplierCode.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at)
    for name in (_ASKED, _VISIT, _SEEN, _SEARCH):
        request.session.pop(name, None)
