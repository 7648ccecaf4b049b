"""Django commands: what needs the database."""
