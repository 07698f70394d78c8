"""Lists of words that hold in any language: names, codes, and what tells languages apart."""
