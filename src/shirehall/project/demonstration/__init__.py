"""The demonstration: invented residents and two years of their cases, made through the same door as real ones."""
