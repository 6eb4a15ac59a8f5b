"""Chat platforms: one file each, found by discovery."""
