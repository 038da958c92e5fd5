"""Find anything by its name or number, from wherever one is."""
