"""Ways to write a report down; a module here holds one as `SPEC`."""
