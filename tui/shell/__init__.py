"""What a shell expects of a command: completion, a manual page, quiet and verbose, a log, a report of a crash."""
