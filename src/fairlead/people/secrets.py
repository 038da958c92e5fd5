"""Secrets of API tokens: made at random, shown once, kept as a digest."""

import hashlib
import secrets

MARK = "fl_"


def new() -> str:
    """Return a new secret with 256 random bits; the mark lets scanners of leaked secrets recognise it."""
    return MARK + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret; enough, because a secret with 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def prefix(secret: str) -> str:
    """Return the beginning of a secret by which its owner recognises it in a list."""
    return secret[:10]
