"""Own the catalogue: products in a category tree, with dated prices and costs."""
