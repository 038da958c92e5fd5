"""How quick Fairlead is: one command, both databases, over HTTP, beside bare queries of the same rows."""
