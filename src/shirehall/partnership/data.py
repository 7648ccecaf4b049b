"""The partnership as plain values: what the YAML files say, checked, without Django and without a database."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

ACTIONS = (
    "see_case",
    "work_case",
    "help_resident",
    "open_document",
    "assign_case",
    "retry_step",
    "see_measures",
    "see_audit",
    "manage_accounts",
    "see_invoice",
    "work_invoice",
    "keep_registers",
    "change_bank_details",
    "stop_paying",
    "propose_run",
    "approve_run",
    "release_run",
)
REACHES = ("own_team", "every_team")


@dataclass(frozen=True, slots=True)
class Brand:
    """How a council looks. `mark` names a drawing of the design system; colours are `#rrggbb`."""

    code: str
    name: str
    mark: str
    colour: str
    accent: str


@dataclass(frozen=True, slots=True)
class Office:
    """A place where residents can come. `address` is one line of an envelope each."""

    code: str
    name: str
    address: tuple[str, ...]
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward. `postcodes` is an outward code (`DT4`) and only feeds the demonstration gazetteer.

    `statistics_code` is the nine characters of the Office for National Statistics, or empty where none is given.
    """

    code: str
    name: str
    authority: str
    population: int
    councillors: int
    postcodes: str
    post_town: str
    statistics_code: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One council. `custodians` are its names in Ordnance Survey's address products, in capitals."""

    code: str
    name: str
    short_name: str
    brand: str
    phone: str
    email: str
    offices: tuple[str, ...]
    custodians: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A named pile of work that belongs to one team."""

    code: str
    title: str
    note: str
    team: str


@dataclass(frozen=True, slots=True)
class Team:
    """People who share queues. `serves` are codes of authorities."""

    code: str
    title: str
    email: str
    phone: str
    serves: tuple[str, ...]
    queues: tuple[Queue, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What a person in this role may do. `reach` is one of `REACHES`; `may` holds some of `ACTIONS`."""

    code: str
    title: str
    note: str
    reach: str
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class DemonstrationOfficer:
    """An invented officer. `authority` is None for one who works for all the councils."""

    email: str
    name: str
    team: str
    role: str
    authority: str | None


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The invented officers and the one password they share."""

    password: str
    officers: tuple[DemonstrationOfficer, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one application costs by a channel from a day on, in pence, as the councils set it, and who set it where."""

    channel: str
    from_on: date
    pence: int
    source: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """Everything the folder says. The mappings go by code and keep the order of the files."""

    name: str
    short_name: str
    web: str
    email: str
    phone: str
    hours: str
    brand: str
    brands: MappingProxyType[str, Brand]
    offices: MappingProxyType[str, Office]
    authorities: MappingProxyType[str, Authority]
    wards: MappingProxyType[str, Ward]
    teams: MappingProxyType[str, Team]
    roles: MappingProxyType[str, Role]
    demonstration: Demonstration
    costs: tuple[Cost, ...] = ()
    """By channel, the oldest first; none where the councils have set none."""

    def cost_of(self, channel: str, on: date) -> Cost | None:
        """What an application by a channel costs on a day, or None where that is not set."""
        found = (each for each in self.costs if each.channel == channel and each.from_on <= on)
        return max(found, key=lambda each: each.from_on, default=None)

    @property
    def queues(self) -> dict[str, Queue]:
        """Every queue of every team by its code."""
        return {queue.code: queue for team in self.teams.values() for queue in team.queues}
