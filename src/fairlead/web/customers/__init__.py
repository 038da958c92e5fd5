"""Companies and contacts: their lists, records, forms, and making two of them one."""
