"""Prep as it is stored: subscriptions, questions of the day, what waits for them, and what the leak guard looks up."""
