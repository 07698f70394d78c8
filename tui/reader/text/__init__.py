"""The article pane: wrapping, marks, painting, cursor and selection."""
