"""Quotations: their pieces joined, who said them, and the word that says so."""

from extract.quotes.finder import find_quotes

__all__ = ["find_quotes"]
