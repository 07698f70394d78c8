"""The list of what is flagged or has a note, in all articles of the library."""
