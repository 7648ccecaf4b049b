"""Invented invoices, with what stands on them and the registers they belong to."""
