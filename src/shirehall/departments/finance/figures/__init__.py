"""How suppliers' invoices went: measures, the notice of payments, and the spending that is published."""
