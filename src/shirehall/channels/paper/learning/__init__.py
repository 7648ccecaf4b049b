"""Learning: our own strokes, a pen that writes them in many hands, and the training of the readers of signs."""
