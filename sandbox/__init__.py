"""A Slack workspace on localhost, stricter than Slack."""
