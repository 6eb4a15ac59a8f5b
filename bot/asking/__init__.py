"""What managers ask in words: read into a query, and answered with a picture, sentences and buttons."""
