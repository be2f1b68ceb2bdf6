"""What runs: the worker, its clock, what happens when something is due, health, the question bank of a process."""
