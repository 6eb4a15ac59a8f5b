"""The kinds of question, one file each, found by discovery."""
