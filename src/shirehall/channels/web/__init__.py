"""The web channel: what residents use."""
