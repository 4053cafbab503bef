"""The methods of the course, from scratch, on NumPy arrays: no plots, no widgets, no state."""
