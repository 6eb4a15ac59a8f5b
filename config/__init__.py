"""What the operator declares: journeys, surveys, rules and settings. Imports no sibling."""
