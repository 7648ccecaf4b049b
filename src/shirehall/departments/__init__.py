"""What one department does beyond forms. Departments do not know each other."""
