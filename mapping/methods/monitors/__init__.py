"""Watching streams of answers: what changed, since when, and how rarely that is said in error."""
