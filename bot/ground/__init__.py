"""What every floor stands on: logs, threads, the time, the files that come with Fairloop."""
