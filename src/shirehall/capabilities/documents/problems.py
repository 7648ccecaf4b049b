"""What can be wrong with a file."""


class DocumentError(ValueError):
    """It was not kept. The text says why, and what the person can do, in one or two plain sentences."""
