"""A library in a PostgreSQL database, for a team. Imported only for an address that says so."""
