"""Reading what people and tables write: each reader gives the value or keeps a sentence on what is wrong and what to
do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from shirehall.departments.finance.reading.api import uk_vat_is_right
from shirehall.departments.finance.registers.models import BudgetCode, Supplier
from shirehall.departments.finance.registers.problems import RegisterError
from shirehall.departments.finance.registers.rules import budget_year, vat_key
from shirehall.partnership.api import Officer, authorities

_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
_MOST_PENCE = 10**13


@dataclass
class Known:
    """What cells may name: officers, councils, suppliers, budget codes. Read once for a whole table."""

    suppliers: dict[str, Supplier | None] = field(default_factory=dict)
    budgets: dict[tuple[str, str, int], BudgetCode | None] = field(default_factory=dict)

    @cached_property
    def officers(self) -> Mapping[str, str]:
        """The codes of active officers, by their small letters."""
        codes = Officer.objects.filter(is_active=True).values_list("email", flat=True)
        return {code.casefold(): code for code in codes}

    @cached_property
    def councils(self) -> Mapping[str, str]:
        """The codes of councils, by code and by name in small letters."""
        found = {each.code: each.code for each in authorities()}
        return found | {each.name.casefold(): each.code for each in authorities()}

    def supplier(self, code: str) -> Supplier | None:
        """The supplier of a code."""
        code = code.upper()
        if code not in self.suppliers:
            self.suppliers[code] = Supplier.objects.filter(code=code).first()
        return self.suppliers[code]

    def budget(self, code: str, authority: str, on: date) -> BudgetCode | None:
        """The budget code of a council in the year of a day."""
        key = (code.upper(), authority, budget_year(on))
        if key not in self.budgets:
            self.budgets[key] = BudgetCode.objects.filter(
                code__iexact=key[0], authority=key[1], year=key[2]
            ).first()
        return self.budgets[key]


@dataclass
class Cells:
    """One row, or one form. `given` are its texts by name; `wrong` gathers a sentence for each name."""

    given: Mapping[str, str]
    known: Known = field(default_factory=Known)
    wrong: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the table has this column, or the form this box, at all."""
        return name in self.given

    def raw(self, name: str) -> str:
        """The text as it stands."""
        return str(self.given.get(name) or "").strip()

    def done(self) -> None:
        """Raises RegisterError with all that is wrong."""
        if self.wrong:
            raise RegisterError(next(iter(self.wrong.values())), self.wrong)

    def text(self, name: str, *, most: int = 200, needed: bool = False) -> str:
        """A text."""
        text = self.raw(name)
        if needed and not text:
            self.wrong[name] = _("This is needed")
        elif len(text) > most:
            self.wrong[name] = _("Shorten it to %(most)d signs") % {"most": most}
        elif "\x00" in text:
            self.wrong[name] = _("It holds signs that cannot be kept")
        return text

    def email(self, name: str) -> str:
        """A mail address."""
        text = self.text(name, most=320)
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.wrong[name] = _("Write a mail address like accounts@example.org")
        return text

    def telephone(self, name: str) -> str:
        """A telephone number."""
        text = self.text(name, most=50)
        if text and not re.fullmatch(r"\+?[0-9 ()/.-]{6,}(?: ?(?:x|ext\.?) ?\d{1,6})?", text):
            self.wrong[name] = _("Write a telephone number like 01632 960001")
        return text

    def vat_number(self, name: str) -> str:
        """A VAT number; a British one must pass its check."""
        key = vat_key(self.text(name, most=25))
        if key.startswith("GB") and key[2:3].isdigit() and not uk_vat_is_right(key[2:]):
            self.wrong[name] = _("This VAT number fails its check. Compare it with the supplier's letter.")
        elif len(key) > 20:
            self.wrong[name] = _("Shorten it to %(most)d signs") % {"most": 20}
        return key

    def decimal(
        self, name: str, *, places: int, least: Decimal | None = None, default: Decimal | None = None
    ) -> Decimal:
        """A number; with `default`, an empty cell is that."""
        text = self.raw(name).replace("£", "").replace(" ", "")
        if not text and default is not None:
            return default
        try:
            if not re.fullmatch(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?", text):
                raise InvalidOperation
            value = Decimal(text.replace(",", ""))
        except InvalidOperation:
            self.wrong[name] = _("Write a number like 1234.50") if text else _("This is needed")
            return Decimal(0)
        if abs(value) >= _MOST_PENCE // 100:
            self.wrong[name] = _("This number is too large")
        elif value != round(value, places):
            self.wrong[name] = _("Write at most %(places)d decimals") % {"places": places}
        elif least is not None and value < least:
            self.wrong[name] = _("Write a number from %(least)s") % {"least": least}
        return value

    def pence(self, name: str, *, least: Decimal | None = None, default: Decimal | None = None) -> int:
        """An amount in pounds, in pence."""
        return int(self.decimal(name, places=2, least=least, default=default) * 100)

    def whole(self, name: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number."""
        text = self.raw(name)
        if not text and default is not None:
            return default
        if not re.fullmatch(r"\d{1,9}(?:\.0+)?", text) or not least <= int(float(text)) <= most:
            self.wrong[name] = _("Write a whole number from %(least)d to %(most)d") % {
                "least": least,
                "most": most,
            }
            return least
        return int(float(text))

    def day(self, name: str, *, needed: bool = True) -> date | None:
        """A day: 2026-03-31 or 31/03/2026."""
        text = self.raw(name)
        if not text:
            if needed:
                self.wrong[name] = _("This is needed")
            return None
        try:
            if match := _DAY.fullmatch(text):
                return date(int(match[3]), int(match[2]), int(match[1]))
            found = datetime.fromisoformat(text)
        except ValueError:
            self.wrong[name] = _("Write a date like 31/03/2026")
            return None
        return found.date()

    def needed_day(self, name: str) -> date:
        """A day that must be there; where it is wrong, another one stands in until `done`."""
        return self.day(name) or date(2000, 1, 1)

    def yes_no(self, name: str, *, default: bool | None) -> bool | None:
        """Yes or no."""
        text = self.raw(name).casefold()
        if not text:
            return default
        if text not in _YES | _NO:
            self.wrong[name] = _("Write yes or no")
        return text in _YES

    def one_of(self, name: str, options: Sequence[str], *, default: str = "") -> str:
        """One of a few words."""
        text = self.raw(name).casefold().replace(" ", "_") or default
        if text not in options:
            self.wrong[name] = _("Write one of: %(options)s") % {"options": ", ".join(options)}
        return text

    def one_of_codes(self, name: str, options: Sequence[str]) -> str:
        """One of a few codes in capitals; the first where the cell is empty."""
        text = self.raw(name).upper() or options[0]
        if text not in options:
            self.wrong[name] = _("Write one of: %(options)s") % {"options": ", ".join(options)}
        return text

    def officer(self, name: str, *, needed: bool = False) -> str:
        """The mail address of an active officer."""
        text = self.text(name, needed=needed)
        if not text:
            return ""
        if text.casefold() not in self.known.officers:
            self.wrong[name] = _("No officer has this mail address. Add the officer first, or name another.")
            return ""
        return self.known.officers[text.casefold()]

    def council(self, name: str, *, needed: bool = True) -> str:
        """A council, by its code or its name."""
        text = self.text(name, needed=needed)
        if not text:
            return ""
        if text.casefold() not in self.known.councils:
            codes = ", ".join(each.code for each in authorities())
            self.wrong[name] = _("Write one of the councils: %(codes)s") % {"codes": codes}
            return ""
        return self.known.councils[text.casefold()]

    def supplier(self, name: str) -> Supplier | None:
        """A supplier by its code; needed."""
        text = self.text(name, needed=True, most=40)
        found = self.known.supplier(text) if text else None
        if text and found is None:
            self.wrong[name] = _("No supplier has this code. Bring the supplier in first.")
        return found

    def budget(self, name: str, authority: str, on: date | None) -> BudgetCode | None:
        """A budget code of a council in the year of a day; may be empty."""
        text = self.text(name, most=40)
        if not text or not authority or on is None:
            return None
        found = self.known.budget(text, authority, on)
        if found is None:
            said = _("This council has no budget code %(code)s in the year from April %(year)d.")
            self.wrong[name] = said % {"code": text, "year": budget_year(on)}
        return found
