"""Figures against the record they are counted from."""
