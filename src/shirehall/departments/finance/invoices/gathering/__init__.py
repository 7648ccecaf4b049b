"""Gathering: the facts of an invoice, from what was read and from the registers as they stand."""
