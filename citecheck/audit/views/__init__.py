"""What people read of a store: the overview page, tables, differences between runs, queries."""
