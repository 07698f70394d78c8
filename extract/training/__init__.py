"""Training of the name tagger: not part of what runs, but of how its weights came about."""
