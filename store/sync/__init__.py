"""Concurrent edits: sessions, rebasing, merging and conflicts."""
