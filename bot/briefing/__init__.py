"""What is told of its own accord, or on one page: summaries, responses, digests, and what was done."""
