"""Decision tables as bit masks over whole numbers. The front door is `api`."""
