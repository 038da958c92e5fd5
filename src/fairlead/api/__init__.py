"""The REST door: the same queries and actions as the pages, for programs."""
