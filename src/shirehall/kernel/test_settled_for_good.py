"""Adding a fact never changes a decided outcome, on services made at random."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shirehall.kernel.answers import Answer
from shirehall.kernel.checks.tables import check_tables
from shirehall.kernel.conftest import tiny_texts
from shirehall.kernel.decide import decide
from shirehall.kernel.decision import Decision
from shirehall.kernel.loading.place import Faults
from shirehall.kernel.values import Repeat, Value
from shirehall.kernel.version import Version, load

ON = date(2026, 6, 1)
KINDS = ("yes_no", "integer", "choice")
CELLS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no", "any"),
    "integer": ("0", "up to 2", "over 2", "from 1 up to 3", "[1, 4]", "any", "over size"),
    "choice": ("red", "[red, blue]", "green", "any"),
}
QUESTIONS: Mapping[str, str] = {
    "yes_no": "type: yes_no",
    "integer": "type: integer, between: [0, 4]",
    "choice": "type: choice, options: {red: Red, green: Green, blue: Blue}",
}
TOTAL: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "integer": ("under size", "from size"),
    "choice": ("red", "[green, blue]"),
}
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("{0}", "not {0}"),
    "integer": ("{0} > 1", "{0} in [0, 3]"),
    "choice": ("{0} = red", "{0} not in [green]"),
}
RATES = """
rates:
  - {rate: size, type: integer, by: colour, dated: [{from: 2020-01-01, is: {red: 1, green: 2, blue: 3}, source: x}]}
"""
SERVICES = 120


class Made:
    """A service made at random: its texts and the kinds of its asked facts."""

    def __init__(self, random: Random, *, proved: bool = False) -> None:
        self.random = random
        self.proved = proved
        self.kinds: dict[str, str] = {"colour": "choice"}
        self.kinds |= {f"fact_{number}": random.choice(KINDS) for number in range(3)}
        self.columns = dict(self.kinds)
        self.optional: set[str] = set()
        self.tables: list[str] = []
        body = self._pages()
        self._table("derived", "integer", ("0", "2", "4"))
        self._scores()
        self._table(
            "colour_again", "{type: choice, options: {red: Red, green: Green, blue: Blue}}", ("red", "blue")
        )
        self._outcome()
        self.version: Version = load(
            tiny_texts(body, "tables:\n" + "\n".join(self.tables) + self._amount(), RATES)
        )

    def _pages(self) -> str:
        lines, asked = ["pages:"], list[str]()
        for name, kind in self.kinds.items():
            condition = ""
            if asked and self.random.random() < 0.4:
                earlier = self.random.choice(asked)
                condition = self.random.choice(CONDITIONS[self.kinds[earlier]]).format(earlier)
            on_page = bool(condition) and self.random.random() < 0.5
            lines.append(f"  - page: page_{name}")
            if on_page:
                lines.append(f'    when: "{condition}"')
            extra = f', when: "{condition}"' if condition and not on_page else ""
            if self.random.random() < 0.2:
                extra += ", optional: yes"
                self.optional.add(name)
            lines += [
                "    questions:",
                f'      - {{fact: {name}, ask: "What?", {QUESTIONS[kind]}, decline: yes{extra}}}',
            ]
            asked.append(name)
        lines += [
            "  - page: things", "    repeat: things", "    questions:",
            '      - {fact: heavy, ask: "Heavy?", type: yes_no}', "facts:",
            '  - {fact: many, type: integer, between: [0, 3], is: "count(things where heavy)"}',
            '  - {fact: total, type: integer, between: [0, 9], is: "many + max(size, 1)"}',
        ]  # fmt: skip
        self.columns |= {"many": "integer", "total": "integer"}
        return "\n".join(lines)

    def _cells(self) -> str:
        names = self.random.sample(sorted(self.columns), k=self.random.randint(1, 2))
        cells = []
        for name in names:
            words = self.random.choice(CELLS[self.columns[name]])
            if self.random.random() < 0.1:
                words = "not applicable"
            cells.append(f"{name}: {words}")
        return "{" + ", ".join(cells) + "}"

    def _table(self, name: str, kind: str, values: tuple[str, ...]) -> None:
        hit = self.random.choice(("first", "unique"))
        rows = [
            f"      - {{row: r{n}, when: {self._cells()}, then: {self.random.choice(values)}}}"
            for n in range(3)
        ]
        if self.proved:
            hit, rows = self._total(values)
        if hit == "first" and self.random.random() < 0.5:
            rows.append(f"      - {{row: rest, otherwise: yes, then: {values[0]}}}")
        elif self.random.random() < 0.4:
            rows.insert(0, f"    else: {values[-1]}")
        rows.insert(1 if rows[0].lstrip().startswith("else") else 0, "    rows:")
        self.tables += [f"  - table: {name}", f"    hit: {hit}", f"    gives: {{{name}: {kind}}}", *rows]
        self.columns[name] = "integer" if kind == "integer" else "choice"

    def _total(self, values: tuple[str, ...]) -> tuple[str, list[str]]:
        """Rows that cover every known value of a column, or of two, each once."""
        name = self.random.choice(sorted(self.columns))
        parts = TOTAL[self.columns[name]]
        rows = [
            f"      - {{row: r{n}, when: {{{name}: {part}}}, then: {self.random.choice(values)}}}"
            for n, part in enumerate(parts)
        ]
        if self.random.random() < 0.5:
            rows.append(f"      - {{row: absent, when: {{{name}: not applicable}}, then: {values[0]}}}")
            return "first", rows
        return self.random.choice(("first", "unique")), rows

    def _scores(self) -> None:
        rows = [f"      - {{row: r{n}, when: {self._cells()}, then: {n}}}" for n in range(3)]
        self.tables += [
            "  - table: score",
            "    hit: collect",
            "    gives: {score: {type: integer, add: yes}}",
        ]
        self.tables += ["    rows:", *rows]
        self.columns["score"] = "integer"

    def _outcome(self) -> None:
        outcomes = ("approve", "refuse", "refer")
        rows = [
            f'      - {{row: r{n}, when: {self._cells()}, then: {self.random.choice(outcomes)}, because: "x"}}'
            for n in range(4)
        ]
        if self.proved:
            rows = [f'{row.removesuffix("}")}, because: "x"}}' for row in self._total(outcomes)[1]]
        elif self.random.random() < 0.6:
            rows.append('      - {row: rest, otherwise: yes, then: refuse, because: "x"}')
        self.tables += [
            "  - table: outcome",
            "    hit: first",
            "    gives: {outcome: outcome}",
            "    rows:",
            *rows,
        ]

    def _amount(self) -> str:
        if self.random.random() < 0.5:
            return ""
        return '\namounts:\n  - {amount: paid, type: integer, when: outcome = "approve", is: "size + 1"}'

    def answer(self, name: str) -> Answer:
        """An answer that somebody may give."""
        if name == "things":
            items = tuple({"heavy": self.random.random() < 0.5} for _ in range(self.random.randint(0, 4)))
            return Answer("known", Repeat(items, done=self.random.random() < 0.8))
        if self.random.random() < 0.12:
            return Answer("declined")
        if name in self.optional and self.random.random() < 0.3:
            return Answer("not_applicable")
        values: Mapping[str, tuple[Value, ...]] = {
            "yes_no": (True, False), "integer": (0, 1, 2, 3, 4), "choice": ("red", "green", "blue"),
        }  # fmt: skip
        return Answer("known", self.random.choice(values[self.kinds[name]]))


@settings(max_examples=SERVICES, deadline=None)
@given(st.integers(0, 2**48))
def test_adding_a_fact_never_changes_a_decided_outcome(seed: int) -> None:
    random = Random(seed)
    made = Made(random)
    for _ in range(12):
        given_so_far: dict[str, Answer] = {}
        before: Decision | None = None
        for name in random.sample([*made.kinds, "things"], k=len(made.kinds) + 1):
            given_so_far[name] = made.answer(name)
            now = decide(made.version, given_so_far, authority="north", on=ON, explain=random.random() < 0.2)
            assert now.outcome != "incomplete" or now.missing_facts
            assert not set(now.missing_facts) & {name for name, each in given_so_far.items() if _stands(each)}
            if before is not None:
                assert _settled(before) == _settled(now)
            elif now.outcome != "incomplete":
                before = now


def _stands(answer: Answer) -> bool:
    """Whether it need not be asked again: a list may be unfinished."""
    return not (isinstance(answer.value, Repeat) and not answer.value.done)


def _settled(decision: Decision) -> tuple[Any, ...]:
    return (decision.outcome, decision.queue, dict(decision.amounts), decision.reasons[:1])


@settings(max_examples=SERVICES, deadline=None)
@given(st.integers(0, 2**48))
def test_what_is_proved_total_covers_everybody(seed: int) -> None:
    random = Random(seed)
    made = Made(random, proved=True)
    faults = Faults()
    check_tables(made.version, faults)
    if any("can never win" not in each.message for each in faults.found if each.level == "error"):
        return
    for _ in range(40):
        answers = {name: made.answer(name) for name in (*made.kinds, "things")}
        answers["things"] = Answer("known", Repeat(({"heavy": random.random() < 0.5},), done=True))
        decision = decide(made.version, answers, authority="north", on=ON, explain=False)
        if not any(each.state == "declined" for each in answers.values()):
            assert decision.outcome != "incomplete"
            assert decision.reasons[0].row not in ("not_covered", "outside_the_tables"), decision.reasons


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**48))
def test_the_same_inputs_give_the_same_decision_to_the_byte(seed: int) -> None:
    random = Random(seed)
    made = Made(random)
    again = load(made.version.texts)
    answers = {name: made.answer(name) for name in (*made.kinds, "things") if random.random() < 0.8}
    first = decide(made.version, answers, authority="north", on=ON)
    assert (
        decide(again, dict(reversed(answers.items())), authority="north", on=ON).to_json() == first.to_json()
    )
