"""My profile: what everybody keeps for themselves."""
