"""One way of writing JSON, so that the same content always has the same hash."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> str:
    """JSON with sorted keys, no spaces and plain characters. Floats are refused: nothing of ours has any."""
    _refuse_floats(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_floats(content: Any) -> None:
    # Without a call a value: every submission writes hundreds of them.
    holding: list[Any] = [(content,)]
    while holding:
        parts = holding.pop()
        for part in parts.values() if isinstance(parts, dict) else parts:
            if isinstance(part, dict | list | tuple):
                holding.append(part)
            elif isinstance(part, float):
                raise TypeError("a float has no one way of being written: use whole numbers or text")
