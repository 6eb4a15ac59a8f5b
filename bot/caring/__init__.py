"""What commands of support teams share: whom is meant, when, and how cases and decisions are told."""
