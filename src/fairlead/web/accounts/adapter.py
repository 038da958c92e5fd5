"""Where people are led after what they did with their sign-in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's own, except that a changed password leads back to the profile."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        """Return the profile: an empty form again looks as if nothing had happened."""
        return reverse("profile")
