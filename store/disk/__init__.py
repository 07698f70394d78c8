"""Files that are replaced whole, the layout of a library's folder, and a record as tables. Knows no library."""
