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
    if isinstance(content, float):
        raise TypeError("a float has no one way of being written: use whole numbers or text")
    if isinstance(content, dict):
        for part in content.values():
            _refuse_floats(part)
    elif isinstance(content, list | tuple):
        for part in content:
            _refuse_floats(part)
