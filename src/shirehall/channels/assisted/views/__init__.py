"""Where an officer helps: who was there, the form, the call script, sending, handing over."""
