"""A library of records: the protocol, the folder of TinyDB files, and what keeps it whole."""
