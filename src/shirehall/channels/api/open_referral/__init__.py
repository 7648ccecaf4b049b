"""Open Referral UK: what the councils offer, in the form that directories of services read (HSDS, UK profile 3.0)."""
