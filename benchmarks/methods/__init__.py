"""What the methods are worth, shown by simulation: intervals, monitors, drivers."""
