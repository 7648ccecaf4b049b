"""The pages of payment runs."""
