"""Settings, urls, command line and start-up checks: the only package that knows all the others."""
