"""E-invoices from programs of suppliers' platforms: POST /api/invoices/ with a key."""
