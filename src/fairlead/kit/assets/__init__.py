"""Files a browser fetches: found beside the pages, named after their content."""
