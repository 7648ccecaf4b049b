"""The same services for programs: JSON over HTTP, with a key for each partner."""
