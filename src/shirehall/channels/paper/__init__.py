"""Paper: a form printed from the definition, and its filled sheets read back from a scan or a photo."""
