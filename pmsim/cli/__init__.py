"""The command line: arguments in, exit code out. Each family of commands has a file; heavy imports
stay inside the functions."""
