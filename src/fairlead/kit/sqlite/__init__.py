"""SQLite that several processes can write to without losing anything: a Django database backend."""
