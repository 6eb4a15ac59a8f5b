"""Simulated customers, who live through the sample shop's journey and answer as people do."""
