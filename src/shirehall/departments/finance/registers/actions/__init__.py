"""What is done to the registers. Every writer is one transaction, keyword-only, and takes `by` and `at`; it raises
RegisterError in words for whoever asked."""
