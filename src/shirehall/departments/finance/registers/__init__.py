"""The registers of finance: suppliers, orders, receipts, agreements, budgets, and who answers for them."""
