"""Own saved views: a question about rows with a name, kept, shared, published and found again."""
