"""A channel that nobody asked for: a slip of paper on a pigeon's leg. It shows that a channel is one folder."""

CHANNELS = ("pigeon",)
