"""Where the post room is mounted, among the pages of staff."""
