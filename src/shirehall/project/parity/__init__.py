"""Holds what the channels of a service decide against each other."""
