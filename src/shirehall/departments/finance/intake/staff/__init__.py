"""The officers' pages of what came in: the list, one message, uploading, and suppliers' keys."""
