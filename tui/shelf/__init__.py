"""The library's screen: every article in a list, filtered, sorted, opened, added and exported."""
