"""Ask, understand and remember: a pure core of decisions inside a shell that stores them."""
