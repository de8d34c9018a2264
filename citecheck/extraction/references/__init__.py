"""Reference lists, notes and parenthetical references, and the markers that lead to them."""
