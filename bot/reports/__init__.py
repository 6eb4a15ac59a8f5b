"""What can be asked beside the map; a module here holds one report as `SPEC`."""
