"""From a folder of YAML files to one checked `Partnership`."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from shirehall.partnership.data import (
    ACTIONS,
    REACHES,
    Authority,
    Brand,
    Cost,
    Demonstration,
    DemonstrationOfficer,
    Office,
    Partnership,
    Queue,
    Role,
    Team,
    Ward,
)
from shirehall.partnership.reading import Entry, read_yaml

_CODE = re.compile(r"[a-z][a-z0-9_]{1,49}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?")
_LEAST_CONTRAST = 7.0
_T = TypeVar("_T")


def read_partnership(folder: Path) -> Partnership:
    """Read and check the whole folder. Raises PartnershipError with file, line, key and mend."""
    brands = _by_code(read_yaml(folder / "brands.yaml"), _brand)
    offices = _by_code(read_yaml(folder / "offices.yaml"), _office)
    authorities = _by_code(
        read_yaml(folder / "authorities.yaml"), lambda code, entry: _authority(code, entry, brands, offices)
    )
    wards = _wards(read_yaml(folder / "wards.yaml"), authorities)
    teams = _teams(read_yaml(folder / "teams.yaml"), authorities)
    roles = _by_code(read_yaml(folder / "roles.yaml"), _role)
    demonstration = _demonstration(read_yaml(folder / "demonstration.yaml"), teams, roles, authorities)
    fields = read_yaml(folder / "partnership.yaml").fields(
        "name", "short_name", "web", "email", "phone", "hours", "brand"
    )
    return Partnership(
        name=fields["name"].text(),
        short_name=fields["short_name"].text(),
        web=fields["web"].text(),
        email=_email(fields["email"]),
        phone=fields["phone"].text(),
        hours=fields["hours"].text(),
        brand=fields["brand"].one_of(list(brands), "a brand of brands.yaml"),
        brands=MappingProxyType(brands),
        offices=MappingProxyType(offices),
        authorities=MappingProxyType(authorities),
        wards=MappingProxyType(wards),
        teams=MappingProxyType(teams),
        roles=MappingProxyType(roles),
        demonstration=demonstration,
        costs=_costs(folder / "costs.yaml"),
    )


def _costs(file: Path) -> tuple[Cost, ...]:
    """What an application costs by each channel. A partnership that has set none has no such file."""
    if not file.is_file():
        return ()
    found = [
        _cost(_code(channel, entry), each)
        for channel, entry in read_yaml(file).mapping().items()
        for each in entry.items()
    ]
    twice = [
        each
        for each in found
        if sum((each.channel, each.from_on) == (o.channel, o.from_on) for o in found) > 1
    ]
    if twice:
        raise read_yaml(file).wrong(
            f"{twice[0].channel} has two costs from {twice[0].from_on}. Keep one of them."
        )
    return tuple(sorted(found, key=lambda each: (each.channel, each.from_on)))


def _cost(channel: str, entry: Entry) -> Cost:
    fields = entry.fields("from", "pence", "source")
    try:
        from_on = date.fromisoformat(fields["from"].text())
    except ValueError:
        raise fields["from"].wrong("this is not a day. Write it as 2026-04-01.") from None
    return Cost(channel, from_on, fields["pence"].number(), fields["source"].text())


def contrast_on_white(colour: str) -> float:
    """WCAG 2.2 contrast ratio of `#rrggbb` against white, from 1 to 21."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _by_code(entry: Entry, make: Callable[[str, Entry], _T]) -> dict[str, _T]:
    return {_code(code, value): make(code, value) for code, value in entry.mapping().items()}


def _code(code: str, entry: Entry) -> str:
    if not _CODE.fullmatch(code):
        raise entry.wrong(
            f"'{code}' cannot be a code. Use small letters, digits and _ only, as in west_dorset."
        )
    return code


def _email(entry: Entry) -> str:
    text = entry.text()
    if text.count("@") != 1 or "." not in text.split("@")[1]:
        raise entry.wrong(f"'{text}' is not a mail address. Write it as name@example.org.")
    return text.lower()


def _brand(code: str, entry: Entry) -> Brand:
    fields = entry.fields("name", "mark", "colour", "accent")
    for key in ("colour", "accent"):
        if not _COLOUR.fullmatch(fields[key].text()):
            raise fields[key].wrong('a colour is six hexadecimal digits in small letters, as in "#24405c".')
    contrast = contrast_on_white(fields["colour"].text())
    if contrast < _LEAST_CONTRAST:
        raise fields["colour"].wrong(
            f"this stands {contrast:.1f}:1 against white. Take a darker one, at least 7:1."
        )
    return Brand(
        code, fields["name"].text(), fields["mark"].text(), fields["colour"].text(), fields["accent"].text()
    )


def _office(code: str, entry: Entry) -> Office:
    fields = entry.fields("name", "address", "phone", "hours")
    return Office(
        code, fields["name"].text(), fields["address"].texts(), fields["phone"].text(), fields["hours"].text()
    )


def _authority(code: str, entry: Entry, brands: dict[str, Brand], offices: dict[str, Office]) -> Authority:
    fields = entry.fields(
        "name", "short_name", "brand", "phone", "email", "offices", optional=("custodians",)
    )
    return Authority(
        code=code,
        name=fields["name"].text(),
        short_name=fields["short_name"].text(),
        brand=fields["brand"].one_of(list(brands), "a brand of brands.yaml"),
        phone=fields["phone"].text(),
        email=_email(fields["email"]),
        offices=tuple(
            item.one_of(list(offices), "an office of offices.yaml") for item in fields["offices"].items()
        ),
        custodians=fields["custodians"].texts() if "custodians" in fields else (),
    )


def _wards(entry: Entry, authorities: dict[str, Authority]) -> dict[str, Ward]:
    wards: dict[str, Ward] = {}
    for authority, listed in entry.mapping().items():
        if authority not in authorities:
            raise listed.wrong(
                f"'{authority}' is not an authority. Use one of: {', '.join(sorted(authorities))}."
            )
        for code, ward in listed.mapping().items():
            if code in wards:
                raise ward.wrong(
                    f"the ward code '{code}' is taken by {wards[code].authority}. Choose another."
                )
            wards[_code(code, ward)] = _ward(code, ward, authority)
    for authority in authorities:
        if not any(ward.authority == authority for ward in wards.values()):
            raise entry.wrong(f"'{authority}' has no ward. Add at least one under '{authority}:'.")
    return wards


def _ward(code: str, entry: Entry, authority: str) -> Ward:
    fields = entry.fields(
        "name", "population", "councillors", "postcodes", "post_town", optional=("statistics_code",)
    )
    if not _OUTWARD.fullmatch(fields["postcodes"].text()):
        raise fields["postcodes"].wrong("write the first half of a postcode in capitals, as in DT4.")
    return Ward(
        code=code,
        name=fields["name"].text(),
        authority=authority,
        population=fields["population"].number(),
        councillors=fields["councillors"].number(),
        postcodes=fields["postcodes"].text(),
        post_town=fields["post_town"].text(),
        statistics_code=fields["statistics_code"].text() if "statistics_code" in fields else "",
    )


def _teams(entry: Entry, authorities: dict[str, Authority]) -> dict[str, Team]:
    teams: dict[str, Team] = {}
    taken: dict[str, str] = {}
    for code, value in entry.mapping().items():
        fields = value.fields("title", "email", "phone", "serves", "queues")
        queues = tuple(_queue(item, code, taken) for item in fields["queues"].items())
        serves = tuple(item.one_of(list(authorities), "an authority") for item in fields["serves"].items())
        teams[_code(code, value)] = Team(
            code, fields["title"].text(), _email(fields["email"]), fields["phone"].text(), serves, queues
        )
    return teams


def _queue(entry: Entry, team: str, taken: dict[str, str]) -> Queue:
    fields = entry.fields("queue", "title", "for")
    code = _code(fields["queue"].text(), fields["queue"])
    if code in taken:
        raise fields["queue"].wrong(
            f"the queue '{code}' belongs to {taken[code]} already. A queue has one team."
        )
    taken[code] = team
    return Queue(code, fields["title"].text(), fields["for"].text(), team)


def _role(code: str, entry: Entry) -> Role:
    fields = entry.fields("title", "for", "reach", "may")
    may = frozenset(item.one_of(ACTIONS, "something a role may do") for item in fields["may"].items())
    reach = fields["reach"].one_of(REACHES, "a reach")
    return Role(code, fields["title"].text(), fields["for"].text(), reach, may)


def _demonstration(
    entry: Entry, teams: dict[str, Team], roles: dict[str, Role], authorities: dict[str, Authority]
) -> Demonstration:
    fields = entry.fields("password", "officers")
    officers: list[DemonstrationOfficer] = []
    for item in fields["officers"].items():
        row = item.fields("email", "name", "team", "role", "authority")
        authority = row["authority"].one_of(["all", *authorities], "an authority or 'all'")
        officer = DemonstrationOfficer(
            email=_email(row["email"]),
            name=row["name"].text(),
            team=row["team"].one_of(list(teams), "a team of teams.yaml"),
            role=row["role"].one_of(list(roles), "a role of roles.yaml"),
            authority=None if authority == "all" else authority,
        )
        if any(other.email == officer.email for other in officers):
            raise row["email"].wrong(
                f"'{officer.email}' stands twice. Give each officer a mail address of their own."
            )
        officers.append(officer)
    return Demonstration(fields["password"].text(), tuple(officers))
