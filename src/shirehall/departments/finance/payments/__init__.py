"""Paying suppliers: proposed, approved and released by different people, and the files that the bank takes."""
