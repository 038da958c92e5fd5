"""Sign-in, sign-out, passwords and sessions, in the same look as every other page."""
