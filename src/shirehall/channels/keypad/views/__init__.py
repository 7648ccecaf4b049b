"""Pages and addresses of the automated telephone."""
