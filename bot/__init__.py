"""Talk: channels, commands, HTTP and the command line, wired together in one place."""
