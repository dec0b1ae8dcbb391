"""Turns files into reports and reports into an index."""
