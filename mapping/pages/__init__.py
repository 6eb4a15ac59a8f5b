"""The page that filters by itself: what it knows, and the script and style that it carries along."""
