"""Turn answers into numbers, and numbers into a journey map that can be drawn."""
