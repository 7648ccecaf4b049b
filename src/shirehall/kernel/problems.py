"""What is wrong with a definition or with what was given: where, what, and the mend."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `line` is 1-based, 0 where no line applies; `key` the path within the file."""

    file: str
    line: int
    key: str
    message: str
    mend: str = ""
    level: Literal["error", "advice"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}:" if self.key else ""
        stop = "" if self.message.endswith((".", "?", "!")) else "."
        mend = f"{stop} Mend: {self.mend}" if self.mend else ""
        advice = "advice: " if self.level == "advice" else ""
        return f"{place}:{key} {advice}{self.message}{mend}"


class DefinitionError(Exception):
    """A service folder that cannot be used as it stands. `problems` are all that were found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AnswersError(Exception):
    """What was given is not answers to this service. `problems` are (fact, sentence) pairs."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{fact}: {sentence}" for fact, sentence in self.problems))


LONGEST_NAME = 80


def nearest(word: str, known: Iterable[str]) -> str:
    """ "Did you mean ..." with the nearest known word, or the list of them where it is short."""
    names = sorted(known)
    if len(word) > LONGEST_NAME:
        return "names are shorter"
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return f"use one of: {', '.join(names)}" if 0 < len(names) <= 14 else ""
