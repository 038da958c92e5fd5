"""Vocabulary: reference lists, the organisation with its own terms, currencies and their dated rates."""
