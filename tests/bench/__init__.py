"""Measurements beside a peer in the same run. Never part of a test: machines differ, ratios less."""
