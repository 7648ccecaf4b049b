"""How a voice says what is not a word: letters and figures one by one, in groups."""


def spelt(text: str) -> str:
    """Every letter and figure by itself: "AB 12" is "A B, 1 2"."""
    groups = "".join(sign if sign.isalnum() else " " for sign in text.upper()).split()
    return ", ".join(" ".join(group) for group in groups)
