"""The nets that read words: how a text becomes numbers, what a net says of it, and the weights themselves."""
