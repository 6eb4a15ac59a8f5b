"""The commands of the terminal, one file each; a file is imported only when its command is called."""
