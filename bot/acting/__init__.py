"""Who acts, in which transaction, whether they may, and a loop taken up to be changed: what every service is given."""
