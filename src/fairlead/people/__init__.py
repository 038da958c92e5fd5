"""People: who works here, in which team and where; what they may do and see; their sign-in and tokens."""
