"""Runs imports: reads what is given by its format, and adds it to a library, or brings home what was corrected."""
