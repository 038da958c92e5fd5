"""Own companies and the people who work there: create, edit, reassign, merge, delete, restore."""
