"""Providers of telephone calls. Every module here with a PROVIDER is one; nothing else lists them."""
