"""Tiny services for the tests of the kernel, written as a council would write them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from shirehall.kernel.decide import decide
from shirehall.kernel.decision import Decision
from shirehall.kernel.reading import read_facts
from shirehall.kernel.version import Version, load

Loaded = Callable[..., Version]

ON = date(2026, 6, 1)
HEADER = """
service: tiny
title: A tiny service
owner: team
offered_by: [north, south]
lawful_basis: public task
channels: [web]
decide_within: 10 working days
retention: {approve: 1 year after closed, refuse: 1 year after closed, refer: 1 year after closed, withdrawn: 1 year after closed, draft: 7 days after last saved}
"""


def tiny_texts(body: str, rules: str = "", rates: str = "", **more: str) -> dict[str, str]:
    """The texts of a service whose service.yaml goes on with `body`. `more` are further files, `_` for a dot."""
    texts = {"service.yaml": HEADER + body}
    if rules:
        texts["rules.yaml"] = rules
    if rates:
        texts["rates.yaml"] = rates
    return texts | {f"{name}.yaml": text for name, text in more.items()}


@pytest.fixture
def loaded() -> Loaded:
    """A tiny service, loaded."""
    return lambda body, rules="", rates="": load(tiny_texts(body, rules, rates))


def decided(
    version: Version, given: Mapping[str, Any], on: date = ON, authority: str = "north", **more: Any
) -> Decision:
    """The decision on JSON answers."""
    return decide(version, read_facts(version, given, on=on), authority=authority, on=on, **more)
