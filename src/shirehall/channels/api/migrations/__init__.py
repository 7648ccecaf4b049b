"""The migrations of the API."""
