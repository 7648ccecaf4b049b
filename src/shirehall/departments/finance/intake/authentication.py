"""What the receiving server found about a mail's sender (RFC 8601), and nothing that the sender says of itself. Pure.

A header is believed where it names a server that the council trusts and stands on top: what stands below the next
`Received` line was there before that server took the mail, so anybody may have written it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

RESULTS = frozenset(
    {"pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy", "bestguesspass"}
)
_METHOD = re.compile(r"\s*(spf|dkim|dmarc)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_ID = re.compile(r"\s*([^\s;]+)(?:\s+\d+)?\s*$")
_LONGEST = 8_000


@dataclass(frozen=True, slots=True)
class Authentication:
    """`by` is the server that looked, empty where none that is trusted did; a result is a word of RESULTS, or empty."""

    by: str = ""
    spf: str = ""
    dkim: str = ""
    dmarc: str = ""

    @property
    def failed(self) -> bool:
        """Whether the sender's domain disowns the mail."""
        return self.dmarc == "fail"

    @property
    def proven(self) -> bool:
        """Whether the mail comes from where it says, so that an answer goes to nobody else."""
        if self.dmarc == "pass":
            return True
        return self.dmarc in ("", "none", "bestguesspass") and "pass" in (self.spf, self.dkim)


def authentication_of(headers: Iterable[tuple[str, str]], trusted: Collection[str]) -> Authentication:
    """Read the trusted headers among all, which are given as they stand, from the top."""
    ids = {each.casefold() for each in trusted}
    found: dict[str, str] = {}
    by = ""
    for name, value in headers:
        lower = name.lower()
        if lower == "received" and by:
            break
        if lower != "authentication-results":
            continue
        said_by, *results = _pieces(value)
        match = _ID.fullmatch(said_by)
        if match is None or match[1].casefold() not in ids or (by and match[1].casefold() != by):
            continue
        by = match[1].casefold()
        _add(results, found)
    return Authentication(by, found.get("spf", ""), found.get("dkim", ""), found.get("dmarc", ""))


def _add(results: Iterable[str], found: dict[str, str]) -> None:
    for each in results:
        match = _METHOD.match(each)
        if match is None:
            continue
        method, result = match[1].lower(), match[2].lower()
        result = result if result in RESULTS else "permerror"
        # Of many signatures one that holds is enough; for all else the first word stands.
        if method not in found or (method == "dkim" and result == "pass"):
            found[method] = result


def _pieces(value: str) -> list[str]:
    """The header between its semicolons, without comments and without what stands in quotes: either may hold words
    that the sender chose."""
    pieces, piece, depth, quoted, escaped = [], "", 0, False, False
    for sign in value[:_LONGEST]:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif quoted:
            quoted = sign != '"'
        elif sign == '"' and not depth:
            quoted = True
            piece += " "
        elif sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            piece += " "
        elif depth:
            continue
        elif sign == ";":
            pieces.append(piece)
            piece = ""
        else:
            piece += sign
    return [*pieces, piece]
