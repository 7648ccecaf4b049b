"""How often one number may call. The counters lie in the cache that all processes share."""

import hashlib

from django.core.cache import cache

from shirehall.channels.keypad.settings import keypad_settings

HOUR = 3600


def called_too_often(caller: str) -> bool:
    """Count one more call from a number (empty: withheld, all counted together), and say whether that is more than
    may be in an hour."""
    chosen = keypad_settings()
    most = chosen.calls_an_hour_from_one_number if caller else chosen.calls_an_hour_without_number
    key = f"keypad-calls-{hashlib.sha256(caller.encode()).hexdigest()}"
    if cache.add(key, 1, HOUR):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # it ended in between
        cache.set(key, 1, HOUR)
        return False
