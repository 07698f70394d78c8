"""The index: derived, disposable tables that answer lists and queries. Knows no library."""
