"""Agreement between annotators and statistics of their decisions. Pure: reads only records."""
