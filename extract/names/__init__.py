"""People and places: the tagger that finds names, and how its mentions become fields."""
