"""Who asks what: a loop as the planner sees it, plans made by a worker, and what a lead wishes of them."""
