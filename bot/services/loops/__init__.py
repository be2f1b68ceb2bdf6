"""Loops: drafted, changed, called off; their seats, kits and reminders; and how each is read."""
