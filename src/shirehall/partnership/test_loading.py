"""The partnership's folder: what ships is whole, and every fault is named with file, line and mend."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from shirehall.partnership.loading import contrast_on_white, read_partnership
from shirehall.partnership.reading import PartnershipError, read_yaml

SHIPPED = Path(__file__).resolve().parents[3] / "partnership" / "dorset"
Break = Callable[[str, str, str], PartnershipError]


@pytest.fixture
def broken(tmp_path: Path) -> Break:
    """Change one text in a copy of the shipped folder, and give the error that comes of it."""

    def change(file: str, old: str, new: str) -> PartnershipError:
        folder = tmp_path / "copy"
        shutil.copytree(SHIPPED, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PartnershipError) as caught:
            read_partnership(folder)
        return caught.value

    return change


def test_what_ships_is_three_councils_of_235_000_people_and_111_councillors() -> None:
    data = read_partnership(SHIPPED)
    assert list(data.authorities) == ["north_dorset", "west_dorset", "weymouth_and_portland"]
    totals = {
        code: (
            sum(ward.population for ward in data.wards.values() if ward.authority == code),
            sum(ward.councillors for ward in data.wards.values() if ward.authority == code),
        )
        for code in data.authorities
    }
    assert totals == {
        "north_dorset": (69_000, 33),
        "west_dorset": (101_000, 42),
        "weymouth_and_portland": (65_000, 36),
    }


def test_every_queue_has_the_team_that_works_it() -> None:
    data = read_partnership(SHIPPED)
    assert {code: queue.team for code, queue in data.queues.items()} == {
        "benefits": "revenues_and_benefits",
        "benefits_pension_age": "revenues_and_benefits",
        "benefits_evidence": "revenues_and_benefits",
        "benefits_review": "revenues_and_benefits",
        "call_backs": "customer_services",
        "general": "customer_services",
        "housing_register": "housing",
        "homelessness": "housing",
        "housing_medical": "housing",
        "housing_evidence": "housing",
        "housing_review": "housing",
        "invoices": "finance",
        "bank_details": "finance",
        "vat": "finance",
        "requesters": "finance",
        "budget_holders": "finance",
        "accountants": "finance",
        "construction": "finance",
        "procurement": "procurement",
        "buyers": "procurement",
        "faults": "digital",
    }


def test_demonstration_officers_fill_every_role_and_have_example_addresses() -> None:
    data = read_partnership(SHIPPED)
    assert {officer.role for officer in data.demonstration.officers} == set(data.roles)
    assert all(officer.email.endswith("@example.org") for officer in data.demonstration.officers)


def test_every_brand_colour_can_be_read_on_white() -> None:
    data = read_partnership(SHIPPED)
    assert all(contrast_on_white(brand.colour) >= 7 for brand in data.brands.values())
    assert contrast_on_white("#000000") == pytest.approx(21)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("authorities.yaml", "  short_name: North Dorset\n", "", "'short_name' is missing"),
        ("authorities.yaml", "  brand: north_dorset", "  brand: east_dorset", "'east_dorset' is not a brand"),
        (
            "authorities.yaml",
            "  phone: 01632 960 110",
            "  phone: 01632 960 110\n  fax: 1",
            "'fax' is not known",
        ),
        ("authorities.yaml", "west_dorset:", "north_dorset:", "stands twice (first on line"),
        ("authorities.yaml", "west_dorset:", "West Dorset:", "cannot be a code"),
        ("teams.yaml", "queue: general", "queue: benefits", "belongs to revenues_and_benefits already"),
        ("teams.yaml", "serves: [north_dorset", "serves: [no_dorset", "'no_dorset' is not an authority"),
        (
            "wards.yaml",
            "{name: Abbey, population: ",
            "{name: Abbey, population: many",
            "is not a whole number",
        ),
        ("wards.yaml", "weymouth_and_portland:", "portland:", "'portland' is not an authority"),
        ("roles.yaml", "reach: own_team", "reach: the_moon", "'the_moon' is not a reach"),
        ("roles.yaml", "may: [see_case,", "may: [fly,", "'fly' is not something a role may do"),
        ("demonstration.yaml", "role: officer", "role: king", "'king' is not a role"),
        ("demonstration.yaml", "bram.oakenshaw@", "ada.fernhollow@", "stands twice"),
        ("brands.yaml", "#24405c", "#a3b53c", ":1 against white"),
        ("partnership.yaml", "phone: 01632 960 100", "phone: &p 01632", "anchors"),
        ("partnership.yaml", "phone: 01632 960 100", "phone: !!python/name:os.system x", "the tag"),
        ("partnership.yaml", "phone: 01632 960 100", "phone: [unclosed", "partnership.yaml, line"),
        ("partnership.yaml", "email: contact@", "email: contact", "is not a mail address"),
    ],
)
def test_a_fault_is_named_with_its_place(broken: Break, file: str, old: str, new: str, said: str) -> None:
    error = str(broken(file, old, new))
    assert said in error
    assert error.startswith(f"{file}, line ")


def test_words_that_yaml_would_turn_into_something_else_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("open: 1:30\nanswer: yes\nphone: 01632\n", encoding="utf-8")
    assert {key: entry.text() for key, entry in read_yaml(file).mapping().items()} == {
        "open": "1:30",
        "answer": "yes",
        "phone": "01632",
    }


def test_a_missing_file_and_an_empty_one_are_said(tmp_path: Path) -> None:
    with pytest.raises(PartnershipError, match=r"brands\.yaml is missing"):
        read_partnership(tmp_path)
    (tmp_path / "brands.yaml").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(PartnershipError, match="the file is empty"):
        read_partnership(tmp_path)
