"""What must hold before a service may be published: proofs of its tables, its words, and its use of facts."""
