"""Turns the texts of a service folder into a `Service`, collecting every problem on the way."""
