"""Finding suppliers: by code, by what stands on an invoice, by what somebody types."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from shirehall.departments.finance.registers.models import BankChange, RegisterEvent, Supplier
from shirehall.departments.finance.registers.rules import account_of, vat_key

ALIKE, NEAR, SHOWN = 88.0, 6.0, 8
_FORMS = re.compile(
    r"\b(limited|ltd|plc|llp|lp|llc|cic|inc|incorporated|company|co|group|holdings|uk|the|and|t a|trading as)\b"
)
_STANDINGS = {Supplier.Standing.ACTIVE: 0, Supplier.Standing.ON_HOLD: 1, Supplier.Standing.CLOSED: 2}


@dataclass(frozen=True, slots=True)
class SupplierMatch:
    """A supplier and what of an invoice agrees with it: vat_number, account, name. `likeness` of the names, 0 to
    100."""

    supplier: Supplier
    agreed: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class FoundSupplier:
    """`supplier` is whom it is, `by` what decided it (vat_number, account or name); None and "" where nothing agrees,
    or two are as likely. `matches` are all that agree in something, the likeliest first."""

    supplier: Supplier | None
    by: str
    matches: tuple[SupplierMatch, ...]


def supplier_by_code(code: str) -> Supplier | None:
    """The supplier of this code."""
    return Supplier.objects.filter(code=code.strip().upper()).first()


def find_supplier(
    *, vat_number: str = "", accounts: Iterable[str] = (), name: str = "", authority: str = ""
) -> FoundSupplier:
    """Whose invoice it is: by its VAT number, else by a printed account, else by its name. Where several have the
    number or the account (branches of one firm), the others decide among them; a name alone never decides between two
    that are near. `authority` leaves out the suppliers of other councils."""
    mine = Supplier.objects.filter(authority__in=["", authority]) if authority else Supplier.objects.all()
    by_vat = (
        set(mine.filter(vat_number=vat_key(vat_number)).values_list("pk", flat=True)) if vat_number else set()
    )
    by_account = set(_with_accounts(mine, accounts))
    numbered = by_vat | by_account
    # Reading every name of the register is for who has nothing better.
    alike = _alike(mine.filter(pk__in=numbered) if numbered else mine, name)
    numbers = numbered | set(alike)
    rows = {each.pk: each for each in mine.filter(pk__in=numbers)}
    found = [
        SupplierMatch(rows[number], _agreed(number, by_vat, by_account, alike), alike.get(number, 0.0))
        for number in numbers
    ]
    found.sort(key=_rank)
    for what in ("vat_number", "account", "name"):
        having = [each for each in found if what in each.agreed]
        if having:
            best = _best(having, what)
            return FoundSupplier(best, what if best else "", tuple(found[:SHOWN]))
    return FoundSupplier(None, "", ())


def plain_name(name: str) -> str:
    """A firm's name as names are compared: small letters, without signs and the words for its form."""
    plain = re.sub(r"[^\w ]", " ", name.casefold().replace("&", " and "))
    short = " ".join(_FORMS.sub(" ", plain).split())
    return short or " ".join(plain.split())


def search_suppliers(text: str = "", standing: str = "") -> QuerySet[Supplier]:
    """Suppliers of whom the code, a name, a VAT or company number has what was typed; all for nothing typed."""
    rows = Supplier.objects.order_by("name", "id")
    if standing:
        rows = rows.filter(standing=standing)
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(code__icontains=word)
            | Q(vat_number__icontains=word)
            | Q(company_number__icontains=word)
            | Q(other_names__icontains=word)
        )
    return rows


def bank_change_waiting(supplier: Supplier) -> BankChange | None:
    """The change of bank details that is on its way, if any."""
    return supplier.bank_changes.filter(state__in=BankChange.WAITING).first()


def bank_changes_waiting() -> QuerySet[BankChange]:
    """Every change that is on its way, the oldest first."""
    waiting = BankChange.objects.filter(state__in=BankChange.WAITING)
    return waiting.select_related("supplier").order_by("asked_at", "id")


def hands_on(suppliers: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """By supplier, the officers who added or changed it or its bank details, in small letters: none of them may release
    a payment to it."""
    numbers = set(suppliers)
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for supplier in Supplier.objects.filter(pk__in=numbers).only("pk", "made_by", "bank_by"):
        found[supplier.pk] |= {supplier.made_by, *supplier.bank_by}
    deeds = RegisterEvent.objects.filter(kind="supplier", key__in=numbers).values_list("key", "by").distinct()
    for number, by in deeds.order_by():
        found[number].add(by)
    return {number: frozenset(each.casefold() for each in names if each) for number, names in found.items()}


def _with_accounts(suppliers: QuerySet[Supplier], accounts: Iterable[str]) -> Sequence[int]:
    condition = Q()
    for account in {read for each in accounts if (read := account_of(each))}:
        condition |= Q(sort_code=account[0], account_number=account[1])
    return list(suppliers.filter(condition).values_list("pk", flat=True)) if condition else []


def _alike(suppliers: QuerySet[Supplier], name: str) -> dict[int, float]:
    """The suppliers whose name, or one of their others, is like this one: the likeness of each."""
    wanted = plain_name(name)
    if len(wanted) < 3:
        return {}
    names: list[str] = []
    owners: list[int] = []
    for number, own, others in suppliers.values_list("pk", "name", "other_names"):
        for each in (own, *others):
            names.append(plain_name(str(each)))
            owners.append(number)
    found: dict[int, float] = {}
    scored = process.extract(wanted, names, scorer=fuzz.token_sort_ratio, limit=40, score_cutoff=ALIKE)
    for _text, likeness, place in scored:
        found[owners[place]] = max(found.get(owners[place], 0.0), float(likeness))
    return found


def _agreed(
    number: int, by_vat: set[int], by_account: set[int], alike: Mapping[int, float]
) -> tuple[str, ...]:
    asked = (("vat_number", by_vat), ("account", by_account), ("name", alike))
    return tuple(what for what, having in asked if number in having)


def _rank(match: SupplierMatch) -> tuple[bool, bool, int, float, int]:
    return (
        "vat_number" not in match.agreed,
        "account" not in match.agreed,
        _STANDINGS[Supplier.Standing(match.supplier.standing)],
        -match.likeness,
        match.supplier.pk,
    )


def _best(having: list[SupplierMatch], what: str) -> Supplier | None:
    """The only one, or the one that agrees in more than every other."""
    if len(having) == 1:
        return having[0].supplier
    if what == "name":
        first, second = sorted(having, key=lambda each: -each.likeness)[:2]
        return first.supplier if first.likeness - second.likeness > NEAR else None
    most = max(len(each.agreed) for each in having)
    fullest = [each for each in having if len(each.agreed) == most]
    if len(fullest) > 1:
        active = [each for each in fullest if each.supplier.standing == Supplier.Standing.ACTIVE]
        fullest = active or fullest
    if len(fullest) > 1 and "name" in fullest[0].agreed:
        return _best(fullest, "name")
    return fullest[0].supplier if len(fullest) == 1 else None
