"""What can be wrong with a pass down the line, each with a sentence for the person who caused it."""


class SubmissionError(ValueError):
    """It cannot be taken as it stands. The text is a sentence that says why and what to do."""


class IdempotencyError(SubmissionError):
    """The same idempotency key came with another body."""


class StaleCase(SubmissionError):
    """The case has moved on since it was read."""
