"""Fields, edits and records, and the fold from one to the other. Pure: no files, no clock."""
