"""What a library is exported to and imported from: a module a format, and the registry that finds it."""
