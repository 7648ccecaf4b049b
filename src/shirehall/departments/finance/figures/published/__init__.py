"""What everybody may read and take: the lists of spending."""
