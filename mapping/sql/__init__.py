"""Portable SQL over raw facts: one text for every engine, in standard SQL."""
