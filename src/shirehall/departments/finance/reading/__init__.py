"""Reading an invoice: from the bytes of a file to what stands on it, and how sure that is."""
