"""Setup: what administrators keep. People, teams, places, lists, the organisation, its money."""
