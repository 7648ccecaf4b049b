"""What the registers say. Readers change nothing."""
