"""The demo: a workspace of its own, sixty past loops, and one story played by people who only see their screens."""
