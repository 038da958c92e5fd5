"""Import: bring a file, map it, look at what it would do, load it, take it back."""
