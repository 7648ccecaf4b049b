"""Who is asked about an invoice that failed a check, how they are told, and who is told next."""
