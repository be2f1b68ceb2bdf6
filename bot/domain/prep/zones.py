"""Time zones to choose from: one well-known place for each different clock; any other comes from Slack."""

_FROM_WEST_TO_EAST = """

"""
PLACES = tuple(_FROM_WEST_TO_EAST.split())
"""Fewer than Slack's hundred options."""
