"""One command a module, each with a `command` for click; what is heavy is imported when it runs."""
