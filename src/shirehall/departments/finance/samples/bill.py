"""An invoice as data: its lines, and sums that are right to the penny. Money is integer pence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from shirehall.departments.finance.samples.trade import Buyer, Supplier

CODES = {20: "S", 5: "R", 0: "Z"}


def of_rate(amount: int, rate: int) -> int:
    """So many per cent of an amount, half a penny up, alike for credits."""
    part = (abs(amount) * rate * 2 + 100) // 200
    return part if amount >= 0 else -part


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `net` is what it comes to in pence."""

    code: str
    text: str
    quantity: int
    unit: str
    price: int
    rate: int

    @property
    def net(self) -> int:
        return self.quantity * self.price

    @property
    def vat(self) -> int:
        return of_rate(self.net, self.rate)


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice. `due_on` and `order` are None where they are not on it; `carriage` bears VAT of 20%,
    `discount` comes off lines that all bear one rate. `astray` is what the printed total is off by, where the
    sums shall not agree."""

    layout: str
    supplier: Supplier
    buyer: Buyer
    number: str
    on: date
    due_on: date | None
    order: str | None
    lines: tuple[Line, ...]
    carriage: int = 0
    discount: int = 0
    discount_percent: int = 0
    previous: int = 0
    received: int = 0
    cis: bool = False
    credit: bool = False
    currency: str = "GBP"
    shows_bank: bool = True
    astray: int = 0
    registered: bool = True
    rates: tuple[tuple[int, int, int], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "rates", tuple(self._rates()))

    def _rates(self) -> Iterable[tuple[int, int, int]]:
        """Each rate with its net and VAT, the highest first."""
        for rate in sorted(
            {each.rate for each in self.lines} | ({20} if self.carriage else set()), reverse=True
        ):
            net = sum(each.net for each in self.lines if each.rate == rate)
            net += self.carriage if rate == 20 else 0
            net -= self.discount if rate == self.lines[0].rate else 0
            yield rate, net, of_rate(net, rate)

    @property
    def goods(self) -> int:
        return sum(each.net for each in self.lines)

    @property
    def net(self) -> int:
        return self.goods + self.carriage - self.discount

    @property
    def vat(self) -> int:
        return sum(vat for _rate, _net, vat in self.rates)

    @property
    def gross(self) -> int:
        """As printed."""
        return self.net + self.vat + self.astray

    @property
    def labour(self) -> int:
        return sum(each.net for each in self.lines if each.text.startswith("Labour"))

    @property
    def withheld(self) -> int:
        """20% of labour, where the construction industry scheme applies."""
        return of_rate(self.labour, 20) if self.cis else 0

    @property
    def payable(self) -> int:
        """With what was brought forward, less what is withheld."""
        return self.gross + self.previous - self.received - self.withheld


def in_words(pence: int, *, thousands: bool = False) -> str:
    """1234.56, or 1,234.56."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}{pounds:,}.{rest:02d}" if thousands else f"{sign}{pounds}.{rest:02d}"
