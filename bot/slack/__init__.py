"""What Fairloop knows of Slack itself: clients and tokens, people and channels, replays, installing."""
