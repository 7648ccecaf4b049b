"""Every service that ships is proved, and says what it says in plain words."""

import re
from pathlib import Path

import pytest

from shirehall.kernel.api import check, load
from shirehall.kernel.questions import TYPES
from tests.services.folders import EXAMPLES, SERVICES, folders, partnership, texts_of

LONGEST_SENTENCE = 25
LONGEST_TEXT_MESSAGE = 306
FILLED = {
    "council": "Weymouth and Portland Borough Council", "phone": "01632 960 130", "reference": "CTR-2345-6789-X",
    "link": "https://dorset-councils.example.org/c/abcdefghjkmn", "deadline": "28 September 2026", "reduction_percent": "50%",
    "reduction_a_year": "£1,234.56", "topic": "Help with rent or Council Tax", "name": "Wren Thistledown-Oakenshaw",
    "band": "Band C, some need",
}  # fmt: skip
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def _name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", folders(), ids=_name)
def test_each_service_that_ships_is_proved(folder: Path) -> None:
    problems = check(texts_of(folder), **partnership())
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize("folder", folders(), ids=_name)
def test_the_folder_is_named_after_its_service(folder: Path) -> None:
    assert load(texts_of(folder)).service.name == folder.name


@pytest.mark.parametrize("folder", folders(), ids=_name)
def test_every_sentence_of_a_message_is_short(folder: Path) -> None:
    for message in load(texts_of(folder)).service.messages:
        for text in (message.subject, message.email, message.sms, message.letter):
            for sentence in re.split(r"(?<=[.?!:])\s|\n", text):
                assert len(sentence.split()) <= LONGEST_SENTENCE, (message.name, sentence)


@pytest.mark.parametrize("folder", folders(), ids=_name)
def test_every_text_message_fits_in_two_parts(folder: Path) -> None:
    for message in load(texts_of(folder)).service.messages:
        filled = PLACEHOLDER.sub(lambda match: FILLED[match[1]], message.sms)
        assert len(filled) < LONGEST_TEXT_MESSAGE, (message.name, len(filled))


def test_the_examples_say_what_each_shows() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for folder in EXAMPLES.iterdir():
        if folder.is_dir():
            line = (folder / "README.md").read_text(encoding="utf-8").strip().splitlines()[-1]
            assert f"[{folder.name}]({folder.name}/service.yaml) | {line} |" in listed


def test_one_example_asks_a_question_of_every_type() -> None:
    service = load(texts_of(EXAMPLES / "all_question_types")).service
    assert {question.type for question in service.questions} == set(TYPES)


def test_the_scorecard_never_scores_age_children_health_or_address() -> None:
    version = load(texts_of(SERVICES / "council_tax_reduction"))
    table = next(each for each in version.service.tables if each.hit == "collect")
    assert set(table.columns) == {"receives_maximum_benefit", "capital", "weekly_income"}


def test_every_edge_of_the_grid_has_an_example_at_the_penny() -> None:
    text = texts_of(SERVICES / "council_tax_reduction")["examples.yaml"]
    edges = {
        "single": (125, 175, 225, 275), "couple": (175, 225, 275, 325), "family_1": (225, 275, 325, 375),
        "family_2": (275, 325, 375, 425), "protected": (275, 325, 375, 425),
    }  # fmt: skip
    words = {
        "single": "a single person", "couple": "a couple", "family_1": "a family with one child",
        "family_2": "a family with two children", "protected": "the protected group",
    }  # fmt: skip
    for group, tops in edges.items():
        for top in tops:
            assert f"example: {words[group]} at {top}.00 a week" in text
            assert f"example: {words[group]} at {top}.01 a week" in text
