"""Trips through the real servers of other programs: `pytest tests/peers --servers`, which installs and starts them.

They take gigabytes, in the folder $STET_PEERS or the user's cache, and minutes; without the switch they are skipped.
"""
