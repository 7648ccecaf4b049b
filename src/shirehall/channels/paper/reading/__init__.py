"""Reading: from a picture of a sheet to what was ticked and written, with how sure that is. No database."""
