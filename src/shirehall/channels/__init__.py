"""The ways in and out. Each turns what it is given into answers, and none knows another."""
