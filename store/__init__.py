"""Fields, records and edits; the TinyDB library; reading articles and writing formats. Knows no screen or extractor."""

__version__ = "0.1.0"
