"""A definition in further languages: what is missing, what has changed, what is wrong, and that nothing decides anew."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from shirehall.kernel.api import (
    DefinitionError,
    Problem,
    Version,
    check,
    decide,
    in_language,
    lang_of,
    lang_of_reason,
    languages,
    load,
    read_facts,
    show,
)
from shirehall.kernel.examples import load_examples
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.translating import from_csv, to_csv, write_language
from shirehall.kernel.translation.texts import texts_of
from shirehall.kernel.words import PLACEHOLDER

SERVICES = Path(__file__).parents[3] / "services"


def read(service: str) -> dict[str, str]:
    """The texts of a shipped service, without its languages."""
    folder = SERVICES / service
    files = [*folder.glob("*.yaml"), *folder.glob("messages/*.md")]
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in files}
    shared = (path for path in (SERVICES / "_shared").glob("*.yaml") if "." not in path.stem)
    return texts | {f"_shared/{path.name}": path.read_text() for path in shared}


def turned(text: str) -> str:
    """A language for tests: every letter a small one set in bars, placeholders as they are."""
    return "".join(
        part
        if PLACEHOLDER.fullmatch(part)
        else part.lower().replace("e", "ë").replace("a", "ä").replace("o", "ö")
        for part in re.split(r"(\{[a-z][a-z0-9_]*(?:\.[a-z_]+)?\})", text)
    )


def wholly(service: str, code: str = "cy") -> dict[str, str]:
    """The texts of a service with every text translated."""
    texts = read(service)
    english = load(texts)
    given = {place: turned(text.words) for place, text in texts_of(english.service).items()}
    return texts | {
        each.file: each.text for each in write_language(english, code, name="Turned", given=given)
    }


def of_languages(texts: Mapping[str, str]) -> list[Problem]:
    """What `check` says of languages."""
    return [each for each in check(texts) if each.file.startswith("languages/") or ".cy." in each.file]


@pytest.mark.parametrize("service", ["call_me_back", "council_tax_reduction"])
def test_what_is_wholly_translated_lacks_nothing_and_leaves_nothing_in_english(service: str) -> None:
    texts = wholly(service)
    assert of_languages(texts) == []
    said = in_language(load(texts), "cy")
    assert said.left_in_english == {}
    assert dict(languages(said)) == {"en": "English", "cy": "Turned"}
    assert said.service.title == turned(load(read(service)).service.title)


def test_a_decision_is_the_same_in_every_language_and_its_reasons_are_in_that_language() -> None:
    english = load(wholly("council_tax_reduction"))
    said = in_language(english, "cy")
    differing = 0
    for example in load_examples(english, Faults()):
        facts = read_facts(english, example.answers, on=example.on)
        first, second = (
            decide(version, facts, authority=example.authority, on=example.on, evidence=example.evidence)
            for version in (english, said)
        )
        assert (first.outcome, first.results, first.won) == (second.outcome, second.results, second.won)
        assert [(each.table, each.row) for each in first.reasons] == [
            (each.table, each.row) for each in second.reasons
        ]
        assert all(lang_of_reason(said, reason) == "cy" for reason in second.reasons)
        differing += [each.text for each in first.reasons] != [each.text for each in second.reasons]
    assert differing > 5


def test_what_is_missing_is_named_as_advice_and_stays_in_english_with_a_mark() -> None:
    texts = wholly("call_me_back")
    texts["languages/cy.yaml"] = texts["languages/cy.yaml"].replace(
        f'is: "{turned("Which number should we call?")}"', 'is: ""'
    )
    (problem,) = of_languages(texts)
    assert (problem.level, problem.key) == ("advice", "texts.questions.telephone.ask")
    assert problem.line > 0
    assert "Which number should we call?" in problem.message
    assert problem.mend
    said = in_language(load(texts), "cy")
    question = said.service.asking["telephone"]
    assert question.asked.ask == "Which number should we call?"
    assert lang_of(said, question.asked.ask) == "en"
    assert lang_of(said, question.asked.label) == "cy"


def test_what_was_made_from_another_english_is_named_and_falls_back() -> None:
    texts = wholly("call_me_back")
    texts["service.yaml"] = texts["service.yaml"].replace(
        "What is your full name?", "What is your whole name?"
    )
    (problem,) = of_languages(texts)
    assert problem.level == "advice"
    assert "What is your full name?" in problem.message
    assert "What is your whole name?" in problem.message
    assert in_language(load(texts), "cy").service.asking["full_name"].asked.ask == "What is your whole name?"


def test_the_command_marks_what_changed_keeps_what_is_done_and_the_mark_must_be_taken_out() -> None:
    texts = wholly("call_me_back")
    texts["service.yaml"] = texts["service.yaml"].replace(
        "What is your full name?", "What is your whole name?"
    )
    (written,) = write_language(load(texts), "cy")
    assert (written.missing, written.changed) == (0, 1)
    assert 'was: "What is your full name?"' in written.text
    texts["languages/cy.yaml"] = written.text
    assert "take `was` out" in of_languages(texts)[0].mend
    assert write_language(load(texts), "cy")[0] == written
    texts["languages/cy.yaml"] = written.text.replace('    was: "What is your full name?"\n', "")
    assert of_languages(texts) == []


def test_a_language_said_to_be_complete_is_held_to_it() -> None:
    texts = wholly("call_me_back")
    texts["languages/cy.yaml"] = texts["languages/cy.yaml"].replace("complete: no", "complete: yes")
    assert of_languages(texts) == []
    texts["service.yaml"] = texts["service.yaml"].replace("title: About you", "title: About yourself")
    assert [each.level for each in of_languages(texts)] == ["error"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  title:\n    of:", "  title:\n    off:", "`off` is not a key that belongs here"),
        ("language: cy", "language: pl", "write `language: cy`"),
        ("complete: no", "complet: no", "did you mean `complete`?"),
        ("  title:\n    of:", "  heading: a\n  title:\n    of:", "`heading` is no pair of texts"),
    ],
)
def test_a_wrong_entry_is_an_error_with_its_line_and_its_mend(old: str, new: str, said: str) -> None:
    texts = wholly("call_me_back")
    texts["languages/cy.yaml"] = texts["languages/cy.yaml"].replace(old, new, 1)
    assert said in str(refused(texts))


@pytest.mark.parametrize(
    ("said", "mend"),
    [
        ("{council}: {topic} {reference}", "put in {deadline}"),
        ("{council}: {topic} {deadline} {refrence}", "put in {reference}; take out {refrence}"),
    ],
)
def test_a_translation_has_the_placeholders_of_its_english(said: str, mend: str) -> None:
    texts = read("call_me_back")
    (written,) = write_language(load(texts), "cy", name="C", given={"messages.received.sms": said})
    problem = refused(texts | {written.file: written.text})
    assert (problem.key, problem.mend) == ("texts.messages.received.sms", mend)


def refused(texts: Mapping[str, str]) -> Problem:
    """The first problem of texts that cannot be loaded."""
    with pytest.raises(DefinitionError) as raised:
        load(texts)
    assert all(each.file == "languages/cy.yaml" and each.line for each in raised.value.problems)
    return raised.value.problems[0]


def test_a_text_that_there_is_not_any_more_is_named() -> None:
    texts = wholly("call_me_back")
    texts["languages/cy.yaml"] += '  questions.shoe_size.ask:\n    of: "a"\n    is: "b"\n'
    assert [each.level for each in of_languages(texts)] == ["advice"]
    assert "shoe_size" not in write_language(load(texts), "cy")[0].text


def test_a_spreadsheet_goes_out_and_comes_back() -> None:
    texts = read("call_me_back")
    table = to_csv(load(texts), "cy")
    filled = table.replace("title,Ask us to call you back,,", "title,Ask us to call you back,Ffôn,")
    (written,) = write_language(load(texts), "cy", name="Cymraeg", given=from_csv(filled))
    assert written.done == 1
    said = in_language(load(texts | {written.file: written.text}), "cy")
    assert (said.service.title, lang_of(said, said.service.summary)) == ("Ffôn", "en")
    with pytest.raises(DefinitionError, match="no text `nowhere`"):
        write_language(load(texts), "cy", given={"nowhere": "x"})
    with pytest.raises(DefinitionError, match="no column"):
        from_csv("a,b\n1,2\n")


def test_a_page_set_is_translated_once_beside_itself() -> None:
    texts = wholly("council_tax_reduction")
    assert "_shared/applicant.cy.yaml" in texts
    assert "questions.date_of_birth.ask" not in texts["languages/cy.yaml"]
    del texts["_shared/applicant.cy.yaml"]
    assert {each.file for each in of_languages(texts)} == {"_shared/applicant.cy.yaml"}


def test_another_language_is_another_version_and_none_is_the_same() -> None:
    plain, more = load(read("call_me_back")), load(wholly("call_me_back"))
    assert plain.hash != more.hash
    assert in_language(plain, "cy") is plain
    assert in_language(in_language(more, "cy"), "en") is more
    assert in_language(more, "cy") is in_language(more, "cy")


def test_values_are_said_in_the_language() -> None:
    said: Version = in_language(load(wholly("call_me_back")), "cy")
    assert show(said, "topic", "bins") == turned("Bins and recycling")
    assert show(said, "best_times", ()) == turned("Any time")
