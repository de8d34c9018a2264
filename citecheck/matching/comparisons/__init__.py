"""One module for each field: how claim and record are compared, and which levels there are."""
