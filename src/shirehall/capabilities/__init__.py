"""What every department uses. Each capability is entered by its own api.py alone."""
