"""The front door of people: how the person of a case wants to be reached, what they need, and who acts for them."""

from shirehall.capabilities.people.actions import (
    NewRepresentative,
    StaleWays,
    Told,
    WayError,
    add_representative,
    end_representative,
    join,
    part,
    tell_ways,
)
from shirehall.capabilities.people.finding import person_of, shares_contact
from shirehall.capabilities.people.matching import Likeness, compare
from shirehall.capabilities.people.models import Person, PersonCase, Representative
from shirehall.capabilities.people.queries import (
    Uncertain,
    changes_of,
    link_of,
    other_cases,
    representatives_of,
    uncertain_for,
    ways_of,
)
from shirehall.capabilities.people.ways import (
    AUTHORITIES,
    CHANNELS,
    COPIES,
    FORMATS,
    LANGUAGES,
    MAY,
    NEEDS,
    Acting,
    Ways,
    word,
)

__all__ = [
    "AUTHORITIES",
    "CHANNELS",
    "COPIES",
    "FORMATS",
    "LANGUAGES",
    "MAY",
    "NEEDS",
    "Acting",
    "Likeness",
    "NewRepresentative",
    "Person",
    "PersonCase",
    "Representative",
    "StaleWays",
    "Told",
    "Uncertain",
    "WayError",
    "Ways",
    "add_representative",
    "changes_of",
    "compare",
    "end_representative",
    "join",
    "link_of",
    "other_cases",
    "part",
    "person_of",
    "representatives_of",
    "shares_contact",
    "tell_ways",
    "uncertain_for",
    "ways_of",
    "word",
]
