"""Whole journeys over HTTP against a real server, without a browser."""
