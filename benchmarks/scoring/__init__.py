"""How well engines judge, on answers that none of them was taught: `make bench-scoring`."""
