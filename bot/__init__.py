"""Fairloop: a Slack bot that runs structured interview loops."""
