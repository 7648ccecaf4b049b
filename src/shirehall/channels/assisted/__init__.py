"""Officers help residents: the form together, the call script, and what a resident can do online done for them."""
