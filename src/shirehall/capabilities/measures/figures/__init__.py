"""The figures that ship, each an entry of the registry."""
