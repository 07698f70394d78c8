"""The derived tables that lists and queries are answered from; disposable. Knows no library."""
