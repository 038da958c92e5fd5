"""Products: the list, the record with its prices, the tree of categories."""
