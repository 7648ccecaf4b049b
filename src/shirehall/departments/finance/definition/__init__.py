"""How an invoice is decided, as data."""
