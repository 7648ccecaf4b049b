"""Text messages in plain signs. Their length is reckoned in the kernel, for a definition is checked by it too."""

from shirehall.kernel.sms_length import SmsSize, size_of

__all__ = ["SmsSize", "plain_signs", "size_of"]

# Signs that word processors put in, which would more than double the price of a message, and what stands for them.
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " "}
)


def plain_signs(text: str) -> str:
    """The text with curly quotation marks, dashes and the like written plainly. Names keep their accents."""
    return text.translate(_PLAIN)
