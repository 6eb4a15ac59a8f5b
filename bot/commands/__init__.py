"""Commands, one a file: what they are called, who may use them, and how they are answered."""
