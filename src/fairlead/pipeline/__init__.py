"""Leads and opportunities on their way: create, move, win, lose, reassign, split, qualify."""
