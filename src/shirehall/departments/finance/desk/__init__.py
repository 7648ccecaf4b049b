"""The pages on which finance works on invoices, and whoever is asked about one answers."""
