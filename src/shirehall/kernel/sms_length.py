"""How long a text message is, and in how many parts it travels (3GPP TS 23.038)."""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM_ALONE, _GSM_JOINED = 160, 153
_UCS_ALONE, _UCS_JOINED = 70, 67


@dataclass(frozen=True, slots=True)
class SmsSize:
    """`length` in the units of its alphabet (`gsm` septets, `ucs2` 16-bit units), `parts` that are paid for."""

    alphabet: str
    length: int
    parts: int


def size_of(text: str) -> SmsSize:
    """Length and parts. A sign of two units never lies across two parts."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        widths = [2 if sign in _EXTENDED else 1 for sign in text]
        return SmsSize("gsm", sum(widths), _parts(widths, _GSM_ALONE, _GSM_JOINED))
    widths = [2 if ord(sign) > 0xFFFF else 1 for sign in text]
    return SmsSize("ucs2", sum(widths), _parts(widths, _UCS_ALONE, _UCS_JOINED))


def _parts(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1
    parts, room = 1, joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return parts
