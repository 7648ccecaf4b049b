"""Addresses: what stands at a postcode, and to which council and ward it belongs."""
