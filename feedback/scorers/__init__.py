"""The engines that judge words, one file each, found by discovery."""
