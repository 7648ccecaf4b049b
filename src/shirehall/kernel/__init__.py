"""The kernel: a service definition and facts in, a decision out. No Django, no clock, no I/O."""
