"""The built-in mailbox of a demonstration: anybody plays a supplier and sends a mail, which goes the way of
fetched mail."""
