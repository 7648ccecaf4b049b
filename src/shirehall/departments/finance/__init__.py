"""Finance: suppliers' invoices, from the mailbox to paid, or to the right person."""
