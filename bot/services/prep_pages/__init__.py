"""Prep without Slack: links, the page that begins with one, and its calendar feed.

A room of its own: it knows the questions and the leak guard, and nothing else of hiring (pyproject.toml keeps that).
Who acts here is whoever has the address.
"""
