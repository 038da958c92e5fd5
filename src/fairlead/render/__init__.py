"""Tables of answers turned into files people can open. Knows no HTTP and no database."""
