"""Versions: a case stays on its own, new rates reach all, and nothing unproved is published."""

from datetime import UTC, datetime

import pytest

from shirehall.casework.conftest import (
    MORNING,
    NEW_RATES,
    RATES,
    RULES,
    SERVICE,
    case_of,
    examples,
    publish_bins,
    send,
)
from shirehall.casework.models import Decision, RatesVersion, ServiceVersion
from shirehall.casework.versions import UnknownService, publish_rates, published_services, resolve
from shirehall.kernel.api import DefinitionError

STRICTER = RULES.replace("from 6 up to 19", "from 8 up to 19").replace("under 6, nappies", "under 8, nappies")
FOUR_PEOPLE = examples(large=4)


def test_an_open_case_stays_on_its_version_and_new_rates_reach_it(bins: ServiceVersion) -> None:
    case = case_of(send({"people": 12}))
    newer = publish_bins(rules=STRICTER, examples=FOUR_PEOPLE)
    assert (newer.number, newer.current) == (2, True)
    publish_rates(service="bins", rates=NEW_RATES, by="ada@example.org", at=MORNING)
    april = datetime(2026, 4, 2, 9, tzinfo=UTC)
    changed = send({"people": 3}, case=case, purpose="change", at=april)
    assert (changed.decision.outcome, changed.decision.amounts) == ("approve", {"fee": 2500})
    fresh = send(at=april)
    assert fresh.decision.outcome == "refuse"
    assert Decision.objects.get(submission=changed.submission_id).service_version == bins
    assert Decision.objects.get(submission=fresh.submission_id).service_version == newer


def test_going_back_to_an_earlier_text_makes_it_current_again(bins: ServiceVersion) -> None:
    publish_bins(service=SERVICE.replace("Ask for a larger bin.", "Ask us for a larger bin."))
    again = publish_bins()
    assert (again.pk, again.current, ServiceVersion.objects.filter(current=True).count()) == (
        bins.pk,
        True,
        1,
    )


def test_the_same_text_again_is_the_same_row(bins: ServiceVersion) -> None:
    assert publish_bins().pk == bins.pk
    assert [row.number for row in published_services()] == [1]
    assert RatesVersion.objects.count() == 1


def test_what_is_not_proved_is_not_published(bins: ServiceVersion) -> None:
    with pytest.raises(DefinitionError, match="example `small` expects outcome refuse"):
        publish_bins(rules=RULES.replace("nappies: no}, then: refuse", "nappies: no}, then: approve"))
    with pytest.raises(DefinitionError):
        publish_rates(service="bins", rates=RATES.replace("bin_fee", "another_fee"), by="x", at=MORNING)
    assert ServiceVersion.objects.count() == RatesVersion.objects.count() == 1


def test_what_is_not_published_is_unknown(bins: ServiceVersion) -> None:
    for service, version in (("unheard_of", None), ("bins", "0" * 64)):
        with pytest.raises(UnknownService):
            resolve(service, version)
    with pytest.raises(UnknownService):
        publish_rates(service="unheard_of", rates=RATES, by="x", at=MORNING)


def test_a_form_for_an_old_version_goes_on_under_it(bins: ServiceVersion) -> None:
    publish_bins(rules=STRICTER, examples=FOUR_PEOPLE)
    assert send(version=bins.hash).decision.outcome == "approve"
    assert send().decision.outcome == "refuse"
