"""The trial: forms filled by a program with strokes that nothing was tuned on, spoiled, and read back."""
