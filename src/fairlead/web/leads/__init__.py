"""Leads: the list, the record, the forms, and what they become."""
