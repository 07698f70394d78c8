"""The concordance: every hit of a query in its context, over all articles, and what is done to many of them at once."""
