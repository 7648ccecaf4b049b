"""Invoices: received, read, held against the registers, decided, and with the right person."""
