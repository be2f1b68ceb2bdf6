"""Bolt listeners, one file a noun: parse, call a service, answer."""
