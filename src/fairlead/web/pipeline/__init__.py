"""Opportunities: the list, the board, the record, their forms and dialogs."""
