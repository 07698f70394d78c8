"""A language model's answer about a text, made fields of: prompt, grounding, reading, union. Asks nobody anything."""
