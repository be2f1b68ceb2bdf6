"""What Fairloop says, one file a noun: to whom, how urgent, how it is drawn, and what is said when it can't arrive."""
