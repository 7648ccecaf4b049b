"""Printing: from a definition to a tagged PDF, and to where each box of it lies."""
