"""A small trial with a seed: the bounds that `paper_trial` holds over 30 sheets."""

from datetime import date

from shirehall.channels.paper.conftest import texts_of
from shirehall.channels.paper.learning.strokes import WAYS
from shirehall.channels.paper.trial.running import run_trial
from shirehall.channels.paper.trial.strokes import SHAPES
from shirehall.kernel.api import load


def test_every_sheet_finds_its_form_and_nothing_wrong_is_certain() -> None:
    versions = [load(texts_of(name)) for name in ("call_me_back", "council_tax_reduction")]
    figures = run_trial(versions, seed=11, sheets=10, on=date(2026, 3, 2))
    told = figures.told()
    assert (figures.sheets, figures.found) == (10, 10)
    assert figures.wrong_certain == []
    assert told["right"] >= 0.97, figures.confusion
    assert told["no_person"] >= 0.85
    assert figures.unseen["boxes"] > 0
    assert figures.seconds_a_sheet < 3


def test_the_trial_has_strokes_of_its_own_for_every_sign() -> None:
    assert set(SHAPES) == set(WAYS)
    assert not set(map(repr, SHAPES.values())) & {repr(way) for ways in WAYS.values() for way in ways}
