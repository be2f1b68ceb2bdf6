"""The only code that posts to Slack in the background."""
