"""What a debrief says, read sentence by sentence against the scorecards that it is about."""
