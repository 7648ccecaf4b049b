"""What can be wrong with a file."""


class DocumentError(ValueError):
    """It was not kept. The text says why, and what the person can do, in one or two plain sentences."""


class ScannerSilentError(DocumentError):
    """The virus scanner that is set up gives no answer: nothing is wrong with the file, and it may be tried again."""
