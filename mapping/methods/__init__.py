"""The statistics behind what a map says: pure functions of numbers, each with its source."""
