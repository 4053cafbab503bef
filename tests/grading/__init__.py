"""Submissions as data, honest, malformed and hostile, and what grading must make of them."""
