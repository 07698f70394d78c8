"""What a person can set, and what is kept from one run to the next: configuration, keys, themes, state."""
