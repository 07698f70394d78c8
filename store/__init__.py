"""Fields, records and edits; the library in TinyDB; articles in, formats out. Knows no screen and no extractor."""

__version__ = "0.1.0"
