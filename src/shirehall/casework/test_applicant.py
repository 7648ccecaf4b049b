"""Where letters go: to the address that was given for them, else to the home, and nowhere where there is none."""

from datetime import date
from typing import Any

import pytest

from shirehall.casework.applicant import set_applicant
from shirehall.casework.models import Case
from shirehall.kernel.api import load, read_facts

SERVICE = """
service: tiny
title: A tiny service
owner: team
offered_by: [north]
lawful_basis: public task
channels: [web]
decide_within: 10 working days
applicant: {address: post, home: home}
pages:
  - page: one
    questions:
      - {fact: home, ask: "Where do you live?", type: address, no_fixed_address: yes}
      - {fact: other, ask: "Should letters go elsewhere?", type: yes_no}
      - {fact: post, ask: "Where should letters go?", type: address, when: other}
"""
HOME = {"lines": ["1 Home Road"], "town": "Dorchester", "postcode": "DT1 1AA"}
POST = {"lines": ["2 Post Road"], "town": "Weymouth", "postcode": "DT4 8AA"}
NONE = {"no_fixed_address": True}


@pytest.mark.parametrize(("given", "goes_to"), [
    ({"home": HOME, "other": False}, "1 Home Road"), ({"home": HOME, "other": True, "post": POST}, "2 Post Road"),
    ({"home": NONE, "other": True, "post": POST}, "2 Post Road"), ({"home": NONE, "other": False}, ""), ({}, ""),
])  # fmt: skip
def test_letters_go_where_they_are_found(given: dict[str, Any], goes_to: str) -> None:
    version = load({"service.yaml": SERVICE})
    case = Case()
    set_applicant(case, version, read_facts(version, given, on=date(2026, 6, 1)))
    assert case.address.split("\n")[0] == goes_to
