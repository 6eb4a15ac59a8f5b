"""Weights of the net for languages other than English: net.json says which; Aftertouch finds this folder."""
