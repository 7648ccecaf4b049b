"""Shirehall: a council service is described once, as data, and then runs on every channel."""
