"""The policy of the housing register in plain Python, and applications drawn at random around its edges."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from shirehall.kernel.values import MoneyPer

ON = date(2026, 6, 1)
FORCES = ("leaving", "left", "injured", "bereaved")
HOUSED = ("social", "private", "owned", "family", "job", "forces", "caravan")
TENURES = (*HOUSED, "supported", "temporary", "prison", "none")
PRIORITIES = {"exceptional": "A", "urgent": "A", "high": "B", "medium": "C", "none": "D"}
DUTIES = {
    "full": "A", "relief": "B", "prevention": "C", "uncooperative": "C", "no_duty": "C", "not_bidding": "C",
    "none": "D",
}  # fmt: skip


def birthdays() -> st.SearchStrategy[date]:
    """Days of birth, many of them around the ages at which a bedroom is counted otherwise."""
    edges = [
        date(ON.year - age, ON.month, ON.day) + timedelta(days=step)
        for age in (10, 16)
        for step in (-1, 0, 1)
    ]
    return st.one_of(st.sampled_from(edges), st.dates(date(1945, 1, 1), ON))


@st.composite
def members(draw: st.DrawFn) -> dict[str, Any]:
    born = draw(birthdays())
    member: dict[str, Any] = {
        "name": "Somebody", "born": born, "relationship": draw(st.sampled_from(["child"] * 6 + ["partner", "parent"])),
        "lives": draw(st.sampled_from(["always"] * 12 + ["sometimes", "not_yet"])),
    }  # fmt: skip
    if years(born) < 16:
        member["sex"] = draw(st.sampled_from(["female", "male"]))
    return member


def ago(days: int) -> date:
    return ON - timedelta(days=days)


@st.composite
def homes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Earlier homes: most one after the other, some with gaps, overlaps and the wrong way round."""
    found = []
    for _number in range(draw(st.integers(0, 3))):
        left = draw(st.one_of(st.sampled_from([0, 30, 365, 729, 730, 731, 1095, 1826]), st.integers(0, 2500)))
        stay = draw(st.one_of(st.sampled_from([365, 730, 731, 1094, 1095, 1096]), st.integers(-40, 2500)))
        found.append({
            "place": "1 Example Road", "was_in_area": draw(st.booleans()),
            "came_on": ago(max(0, left + stay)), "left_on": ago(left),
        })  # fmt: skip
    return found


def rarely(value: Any, usual: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([usual] * 9 + [value])


@st.composite
def applications(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody told us: each question that applies to them, and no other."""
    tenure = draw(st.one_of(st.sampled_from(["private", "social", "family"]), st.sampled_from(TENURES)))
    moved = draw(st.one_of(st.sampled_from([729, 730, 731, 1825, 1826, 1827]), st.integers(0, 9000)))
    told: dict[str, Any] = {
        "date_of_birth": draw(st.sampled_from([date(1990, 5, 2)] * 8 + [date(2008, 6, 1), date(2008, 6, 2),
        date(2001, 6, 2)])),
        "domestic_abuse": draw(rarely(True, False)), "harassment": draw(rarely(True, False)),
        "household": draw(st.lists(members(), max_size=6)), "babies_expected": draw(st.sampled_from([0, 0, 0, 1, 2])),
        "extra_room": draw(rarely(True, False)),
        "status": draw(st.sampled_from(["british_irish"] * 8 + ["settled", "other"])),
        "armed_forces": draw(st.sampled_from(["none"] * 10 + list(FORCES))), "tenure": tenure, "moved_in": ago(moved),
        "in_area": draw(st.booleans()), "owns_home": draw(rarely(True, False)), "family_here": draw(st.booleans()),
        "works_here": draw(st.booleans()), "village_link": draw(rarely(True, False)),
        "homeless": draw(st.sampled_from(["safe"] * 9 + ["at_risk", "now"])), "medical_need": draw(rarely(True, False)),
        "welfare_need": draw(rarely(True, False)), "household_income": MoneyPer(draw(st.integers(0, 600_000)), "month"),
        "savings": draw(st.sampled_from([0, 50_000, 6_000_000, 6_000_001, 7_000_000, 7_000_001])),
        "rent_owed": draw(st.sampled_from([0, 0, 0, 100_000, 100_001])), "behaviour": draw(rarely(True, False)),
        "gave_up_home": draw(rarely(True, False)),
    }  # fmt: skip
    if tenure == "prison":
        told["release_on"] = ON + timedelta(days=draw(st.sampled_from([1, 61, 62, 63, 400])))
    if tenure in HOUSED:
        told |= {
            "bedrooms_now": draw(st.integers(0, 5)), "disrepair": draw(rarely(True, False)),
            "lacks": draw(rarely(("heating",), ())),
        }  # fmt: skip
    if tenure == "social":
        told["frees_adapted_home"] = draw(rarely(True, False))
        if not told["in_area"]:
            told["needs_work_move"] = draw(st.booleans())
    if moved < 1826:
        told["previous_homes"] = draw(homes())
    if told["works_here"]:
        told["work_hours"] = draw(st.sampled_from([15, 16, 17, 40]))
        told["work_since"] = ago(draw(st.sampled_from([364, 365, 366, 2000])))
    if tenure in ("social", "private", "job"):
        told["unaffordable"] = draw(rarely(True, False))
    if tenure == "supported":
        told["ready_to_move_on"] = draw(st.booleans())
    if years(told["date_of_birth"]) < 25:
        told["care_leaver"] = draw(st.booleans())
    return told


JUDGEMENTS: dict[str, list[Any]] = {
    "eligible": [True, False], "exception_made": [True, False], "conduct_found": ["clear", "unacceptable", "worsened"],
    "duty_owed": list(DUTIES), "medical_priority": ["exceptional", "high", "medium", "none"],
    "welfare_priority": ["urgent", "high", "medium", "none"], "hazard_found": ["exceptional", "high", "medium", "none"],
    "statutory_overcrowding": [True, False],
    "high_need": ["harassment", "adapted_home", "move_on", "corporate_parenting", "none"],
    "medium_need": ["split_family", "affordability", "right_to_move", "none"], "bedrooms_found": [0, 1, 2, 3, 4, 5],
    "exceptional_until": [ON - timedelta(days=1), ON, ON + timedelta(days=30)],
}  # fmt: skip
judged = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(answers) for name, answers in JUDGEMENTS.items()}
)


def years(born: date) -> int:
    return ON.year - born.year - ((ON.month, ON.day) < (born.month, born.day))


def child_rooms(household: list[dict[str, Any]], babies: int) -> int:
    """The fewest bedrooms for the children under 16, found by putting every child in every possible room."""
    children = [(years(each["born"]) >= 10, each["sex"]) for each in household if years(each["born"]) < 16]
    children += [(False, "unborn")] * babies
    children.sort()

    def fewest(left: tuple[tuple[bool, str], ...]) -> int:
        if not left:
            return 0
        first, rest = left[0], left[1:]
        best = 1 + fewest(rest)
        for other in sorted(set(rest)):
            if first[1] == other[1] != "unborn" or not (first[0] or other[0]):
                at = rest.index(other)
                best = min(best, 1 + fewest(rest[:at] + rest[at + 1 :]))
        return best

    return fewest(tuple(children))


def bedrooms(told: dict[str, Any], found: dict[str, Any]) -> int | None:
    """The bedrooms needed; None where an officer has still to count."""
    household = told["household"]
    partners = sum(each["relationship"] == "partner" for each in household)
    plain = all(
        each["lives"] == "always" and each["relationship"] in ("child", "partner") for each in household
    )
    if told["extra_room"] or not plain or partners > 1:
        counted: int | None = found.get("bedrooms_found")
        return counted
    grown_up: int = sum(years(each["born"]) >= 16 and each["relationship"] != "partner" for each in household)
    return 1 + grown_up + child_rooms(household, told["babies_expected"])


def days_in_area(told: dict[str, Any], window: int, *, everywhere: bool = False) -> int:
    """Days of the window spent in the area, day by day of each home's stay."""
    start = ago(window)
    stays = [(told["moved_in"], ON, told["in_area"])]
    stays += [
        (each["came_on"], each["left_on"], each["was_in_area"]) for each in told.get("previous_homes", [])
    ]
    total = [
        (max(left, start) - max(came, start)).days for came, left, inside in stays if inside or everywhere
    ]
    now: int = total[0] if told["in_area"] or everywhere else 0
    before: int = sum(total[1:] if told["in_area"] or everywhere else total)
    return now + max(0, before)


def connection(told: dict[str, Any]) -> str:
    working = told["works_here"] and told["work_hours"] >= 16 and (ON - told["work_since"]).days >= 365
    if told["armed_forces"] != "none" or told["family_here"] or working:
        return "yes"
    backwards = any(each["left_on"] < each["came_on"] for each in told.get("previous_homes", []))
    if backwards or days_in_area(told, 1826, everywhere=True) > 1826 + 62:
        return "unclear"
    return "yes" if days_in_area(told, 730) >= 730 or days_in_area(told, 1826) >= 1095 else "no"


def kept_off(told: dict[str, Any], authority: str) -> str:
    """What keeps somebody off the register: "", "unclear", or something plain."""
    limit = 6_200_000 if authority == "weymouth_and_portland" else 6_500_000
    far = told["tenure"] == "prison" and (told["release_on"] - ON).days > 62
    plain = told["owns_home"] or told["tenure"] == "owned" or told["household_income"].pence * 12 > limit
    if plain or told["savings"] > 7_000_000 or far:
        return "plain"
    return {"yes": "", "unclear": "unclear", "no": "plain"}[connection(told)]


def may_be_excepted(told: dict[str, Any]) -> bool:
    said = (
        "domestic_abuse", "harassment", "medical_need", "welfare_need", "village_link", "care_leaver",
        "needs_work_move",
        "extra_room",
    )  # fmt: skip
    unsettled = told["homeless"] != "safe" or told["tenure"] in ("none", "temporary", "supported")
    return unsettled or told["armed_forces"] != "none" or any(told.get(name, False) for name in said)


def grounds(told: dict[str, Any], found: dict[str, Any]) -> dict[str, str]:
    """What each ground gives: A to D, or `?` while an officer has to judge it."""
    roofless = told["homeless"] != "safe" or told["domestic_abuse"] or told["tenure"] in ("none", "temporary")
    bad_state = told.get("disrepair", False) or bool(told.get("lacks", ()))

    def ground(name: str, claimed: bool, gives: dict[str, str]) -> str:
        return gives[found[name]] if name in found else "?" if claimed else "D"

    return {
        "homeless": ground("duty_owed", roofless, DUTIES),
        "medical": ground("medical_priority", told["medical_need"], PRIORITIES),
        "welfare": ground("welfare_priority", told["welfare_need"], PRIORITIES),
        "repair": ground("hazard_found", bad_state, PRIORITIES),
        "rooms": rooms_ground(told, found),
        "high": ground("high_need", _high(told), {"none": "D", **dict.fromkeys(JUDGEMENTS["high_need"][:4], "B")}),
        "medium": ground("medium_need", _medium(told), {"none": "D",
        **dict.fromkeys(JUDGEMENTS["medium_need"][:3], "C")}),
    }  # fmt: skip


def _high(told: dict[str, Any]) -> bool:
    said = ("harassment", "frees_adapted_home", "ready_to_move_on", "care_leaver")
    return any(told.get(name, False) for name in said)


def _medium(told: dict[str, Any]) -> bool:
    apart = any(each["lives"] == "not_yet" for each in told["household"])
    return apart or told.get("unaffordable", False) or told.get("needs_work_move", False)


def rooms_ground(told: dict[str, Any], found: dict[str, Any]) -> str:
    need, now = bedrooms(told, found), told.get("bedrooms_now")
    if found.get("statutory_overcrowding"):
        return "A"
    if need is None or now is None:
        return "D"
    if need - now >= 3 and "statutory_overcrowding" not in found:
        return "?"
    if need - now >= 2 or (need < now and told["tenure"] == "social"):
        return "B"
    return "C" if need - now == 1 else "D"


def band(told: dict[str, Any], found: dict[str, Any]) -> str:
    """A to D, or `?` while an officer has to judge something that may give a higher band."""
    given = grounds(told, found)
    above = [given[name] for name in ("homeless", "medical", "welfare", "repair", "rooms")]
    if "A" in above or found.get("exceptional_until", ON - timedelta(days=1)) >= ON:
        return "A"
    if "?" in above:
        return "?"
    if "B" in (*above, given["high"]):
        return "B"
    if given["high"] == "?":
        return "?"
    if "C" in (*above, given["medium"]) or told["armed_forces"] != "none":
        return "C"
    return "?" if given["medium"] == "?" else "D"


def expected(told: dict[str, Any], found: dict[str, Any], authority: str) -> tuple[str, str]:
    """The outcome, and the band or the queue that goes with it."""
    given = grounds(told, found)
    if given["homeless"] == "?":
        return "refer", "homelessness"
    hurdle, excepted = kept_off(told, authority), found.get("exception_made")
    if hurdle and excepted is False:
        return "refuse", ""
    if hurdle and excepted is None:
        looked_at = hurdle == "unclear" or may_be_excepted(told)
        return ("refer", "housing_register") if looked_at else ("refuse", "")
    if (eligible := found.get("eligible")) is not None:
        if not eligible:
            return "refuse", ""
    elif years(told["date_of_birth"]) < 18 or told["status"] == "other":
        return "refer", "housing_register"
    if (conduct := found.get("conduct_found", "")) in ("unacceptable", "worsened"):
        return "refuse", ""
    if not conduct and (told["behaviour"] or told["gave_up_home"] or told["rent_owed"] > 100_000):
        return "refer", "housing_register"
    if bedrooms(told, found) is None:
        return "refer", "housing_register"
    placed = band(told, found)
    if placed == "?":
        waits = "?" in (given["medical"], given["welfare"])
        return "refer", "housing_medical" if waits else "housing_register"
    return "approve", placed
