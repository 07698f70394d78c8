"""The box in which the attributes of a field are edited: what it offers, and what its text means."""
