"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB and two passes, as OWASP advises for busy servers."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
