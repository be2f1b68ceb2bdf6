"""Block Kit: domain values in, blocks out."""
