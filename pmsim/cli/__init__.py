"""Arguments in, exit code out: a file for each family of commands, everything heavy imported late."""
