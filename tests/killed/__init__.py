"""The real server and worker, killed at random while people send."""
