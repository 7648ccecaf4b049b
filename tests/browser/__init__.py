"""A real browser against a real server: every journey, its accessibility and what it weighs."""
