"""What Aftertouch costs to run: measured by `make bench`, never promised by guess."""
