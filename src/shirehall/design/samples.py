"""Sample data for every part: what the tests draw, and what a person looks at when a part is changed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from shirehall.design.charts import Bar, Line, bar_chart, line_charts, stacked_bar
from shirehall.design.fields import Field, FieldBox

AT: Final = datetime(2026, 3, 14, 15, 5, tzinfo=UTC)
ON: Final = date(2026, 3, 14)


def _one(name: str, ask: str, box: FieldBox, **more: Any) -> Field:
    return Field(id=name, ask=ask, boxes=(box,), **more)


QUESTIONS: Final[Mapping[str, Field]] = {
    "text": _one(
        "full_name",
        "What is your full name?",
        FieldBox(
            "full_name",
            "full_name",
            "text",
            autocomplete="name",
            spellcheck=False,
            values=('Ann "Nan" O\'Hara',),
        ),
        hint="As it is on your bank statement.",
        legend_is_heading=False,
    ),
    "money": _one(
        "rent",
        "How much rent do you pay each week?",
        FieldBox(
            "rent", "rent", "text", prefix="£", suffix="a week", width=10, inputmode="decimal", error=True
        ),
        error="Enter your rent, like 125.50",
        legend_is_heading=False,
    ),
    "day": Field(
        "born_on",
        "What is your date of birth?",
        tuple(
            FieldBox(
                f"born_on-{name}",
                f"born_on-{name}",
                "text",
                name.title(),
                width=width,
                inputmode="numeric",
                error=wrong,
            )
            for name, width, wrong in (("day", 2, False), ("month", 2, False), ("year", 4, True))
        ),
        hint="For example, 27 3 1961.",
        error="Your date of birth must include a year",
        legend_is_heading=False,
    ),
    "radios": _one(
        "lives_alone",
        "Do you live alone?",
        FieldBox(
            "lives_alone", "lives_alone", "radios", options=(("yes", "Yes"), ("no", "No")), values=("yes",)
        ),
        legend_is_heading=False,
    ),
    "checkboxes": _one(
        "income",
        "Which of these do you get?",
        FieldBox(
            "income",
            "income",
            "checkboxes",
            options=(("wage", "A wage"), ("pension", "A pension"), ("none", "None of these")),
            exclusive="none",
            values=("pension",),
        ),
        hint="Choose all that you get.",
        error="Choose what you get, or choose none of these",
        legend_is_heading=False,
    ),
    "select": _one(
        "landlord",
        "Who is your landlord?",
        FieldBox("landlord", "landlord", "select", options=(("a", "Council"), ("b", "Private"))),
        legend_is_heading=False,
    ),
    "textarea": _one(
        "why",
        "Why are you asking us to look again?",
        FieldBox("why", "why", "textarea", most=500, hint="Do not give bank details."),
        legend_is_heading=False,
    ),
    "file": _one(
        "payslip",
        "Send us your payslips",
        FieldBox("payslip", "payslip", "file", accept="image/*,application/pdf"),
        documents=({"id": 4, "name": "payslip March.pdf", "size": 218_000},),
        legend_is_heading=False,
    ),
    "address": Field(
        "home",
        "What is your address?",
        (
            FieldBox("home-line1", "home-line1", "text", "Address line 1", autocomplete="address-line1"),
            FieldBox("home-town", "home-town", "text", "Town", width=20),
            FieldBox(
                "home-kind",
                "home-kind",
                "radios",
                "What kind of home is it?",
                options=(("house", "House"), ("flat", "Flat")),
            ),
        ),
        legend_is_heading=False,
    ),
}

WORK: Final = [
    {
        "href": "/c/1",
        "title": "BEN-7K2M-94QX",
        "text": "Ann O'Hara, Blandford Forum",
        "word": "New",
        "kind": "new",
        "due": "in 9 days",
        "value": 1,
    },
    {
        "href": "/c/2",
        "title": "BEN-3F8T-11PW",
        "text": "Josef Novak, Dorchester",
        "word": "Waiting for evidence",
        "kind": "waiting",
        "due": "paused",
        "value": 2,
    },
    {
        "href": "/c/3",
        "title": "BEN-9C4D-70HK",
        "text": "Priya Shah, Weymouth",
        "word": "Overdue",
        "kind": "late",
        "due": "2 days late",
        "late": True,
        "value": 3,
    },
]
EVENTS: Final = [
    {"title": "We got your application", "at": AT, "by": "you, on the web", "kind": "new"},
    {
        "title": "We asked for two payslips",
        "at": AT,
        "kind": "waiting",
        "text": "By text message to 07700 900123\nand by email",
    },
    {"title": "We decided", "at": AT, "by": "by rule", "kind": "good", "href": "/decision"},
]
EVIDENCE: Final = [
    {
        "title": "Two payslips",
        "word": "Needed",
        "kind": "waiting",
        "due_on": ON,
        "actions": [{"text": "Send it", "href": "/send"}],
    },
    {
        "title": "Tenancy agreement",
        "word": "Accepted",
        "kind": "good",
        "documents": [{"name": "tenancy.pdf", "href": "/d/1", "size": 2_100_000}],
    },
]
COLUMNS: Final = [
    {"label": "Team"},
    {"label": "Cases", "kind": "number"},
    {"label": "Paid", "kind": "money"},
    {"label": "State"},
]
ROWS: Final[Sequence[Sequence[Any]]] = [
    [{"text": "Benefits", "href": "/t/1"}, 12_345, 9_876_500, {"word": "On time", "kind": "good"}],
    ["Housing", 902, None, {"word": "Late", "kind": "late"}],
]
BARS: Final = (
    Bar("Decided by rule", 812),
    Bar("Sent to an officer because the risk band is high", 131),
    Bar("Waiting for evidence", 57),
)
CHARTS: Final = {
    "bars": bar_chart(
        id="bars", title="Cases by path", text="Most were decided by rule.", bars=BARS, unit="cases"
    ),
    "parts": stacked_bar(id="parts", title="Where the time went", text="Half was waiting.", parts=BARS),
    "lines": line_charts(
        id="lines",
        title="Days to decide",
        text="All three went down",
        lines=[
            Line(name, [(f"{month} 2026", 20.0 - month * step) for month in range(1, 7)])
            for name, step in (("North Dorset", 2.0), ("West Dorset", 1.5), ("Weymouth and Portland", 2.5))
        ],
    ),
}
