"""Atomic file replacement, the layout of a library's folder, and a record as tables. Knows no library."""
