"""Tables that are brought in: suppliers, orders, receipts, agreements, budget codes, holders, payments of the
ledger."""
