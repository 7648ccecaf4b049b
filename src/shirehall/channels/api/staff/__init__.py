"""The pages on which administrators look after partners and their keys."""
