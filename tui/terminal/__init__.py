"""The terminal: the one door for what is said on it, its modes, its signals. Knows no screen."""
