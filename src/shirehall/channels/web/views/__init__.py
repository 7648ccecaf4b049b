"""The pages, one module for each part of a person's way."""
