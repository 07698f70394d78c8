"""Files that are replaced whole or not at all, and a record as the tables of one. Knows no library."""
