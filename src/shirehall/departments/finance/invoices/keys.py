"""How near two numbers of invoices are."""

from rapidfuzz.distance import OSA

_SHORTEST = 4


def one_edit_away(first: str, second: str) -> bool:
    """Whether two keys (see registers.rules.invoice_key) differ by one sign, or by two neighbours that changed
    places. Short ones are never near."""
    return min(len(first), len(second)) >= _SHORTEST and OSA.distance(first, second, score_cutoff=1) == 1
