"""Addresses of my profile, for everybody who is signed in."""

from django.urls import path
from django.views.decorators.http import require_POST

from fairlead.web.profile import profile

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("devices/sign-out", require_POST(profile.sign_out), name="profile_sign_out"),
    path("tokens/new", profile.new_token, name="profile_token_new"),
    path("tokens/<int:pk>/revoke", require_POST(profile.revoke_token), name="profile_token_revoke"),
]
