"""Tiny services for the tests of the kernel, written as a council would write them."""

from collections.abc import Callable

import pytest

from shirehall.kernel.version import Version, load

Texts = Callable[..., dict[str, str]]
Loaded = Callable[..., Version]

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
def tiny() -> Texts:
    """The texts of a tiny service."""
    return tiny_texts


@pytest.fixture
def loaded() -> Loaded:
    """A tiny service, loaded."""
    return lambda body, rules="", rates="": load(tiny_texts(body, rules, rates))
