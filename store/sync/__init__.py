"""Who saw what: sessions, rebasing and merging edits, conflicts."""
