"""What every screen shares: the frame of a page, its macros, forms and answers to problems."""
