"""People: how each wants to be reached, what they need, and who acts for them."""
