"""Pages for people outside Slack: server-rendered, without scripts, cookies or anything from elsewhere."""
