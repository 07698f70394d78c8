"""The adjudicator's screen: conflicts, reading beside reading, and one key to settle each."""
