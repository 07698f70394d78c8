"""Which language an article is in, and what is found in one that is not English."""
