"""The record: what residents sent, what was decided and why, who has it now, and what happened."""
