"""Measures: events counted into figures."""
