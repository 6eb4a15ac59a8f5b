"""The product's own words, one file per language."""
