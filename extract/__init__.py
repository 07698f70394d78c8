"""Text in, suggested fields out: no screen, no clock, no files but its own weights."""
