"""A library of records: the protocol, its implementation as a folder of TinyDB files, check and repair."""
