"""The automated telephone: questions spoken, answered with keys."""
