"""A simulated month of suppliers' invoices: from their arrival to their payment, held against what was planted."""
