"""Conditions and formulas: parsed into nodes of our own, checked for type, and reckoned. Nothing is run as code."""
