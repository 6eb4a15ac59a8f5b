"""Pictures of reports, made of the same marks, colours and letters as the map."""
