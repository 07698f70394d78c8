"""A model behind an address as an extractor: its settings, leave to send text to it, the request, and the extractor."""
