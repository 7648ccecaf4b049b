"""Telling partners what happens to the cases they sent: signed, to addresses that may be called, at least once."""
