"""Everybody keeps their own profile, devices and tokens."""

import re

from django.urls import reverse

from fairlead.people import actions, queries
from fairlead.people.models import ApiToken
from tests.cast import NOON


def test_everybody_edits_their_own_profile(cast, client):
    client.force_login(cast.rob)
    assert client.get(reverse("profile")).status_code == 200
    sent = {"name": "Robert", "time_zone": "Asia/Tokyo", "locale": "de", "version": cast.rob.version}
    assert client.post(reverse("profile"), sent).status_code == 302
    rob = cast.person("rob")
    assert (rob.name, rob.time_zone, rob.locale) == ("Robert", "Asia/Tokyo", "de")


def test_a_profile_cannot_smuggle_in_a_role(cast, client):
    client.force_login(cast.rob)
    sent = {"name": "Rob", "time_zone": "UTC", "locale": "en", "role": "administrator", "can_delete": "on"}
    client.post(reverse("profile"), sent)
    rob = cast.person("rob")
    assert (rob.role, rob.can_delete) == ("sales_executive", False)


def test_a_token_is_shown_once_and_works(cast, client):
    client.force_login(cast.rob)
    answer = client.post(reverse("profile_token_new"), {"name": "Script"})
    secret = re.search(r"fl_[\w-]{43}", answer.content.decode()).group()
    assert answer.headers["Cache-Control"] == "no-store"
    assert actions.viewer_by_token(secret, NOON).person_id == cast.rob.pk
    assert secret not in client.get(reverse("profile")).content.decode()
    client.post(reverse("profile_token_revoke", args=[ApiToken.objects.get().pk]))
    assert actions.viewer_by_token(secret, NOON) is None


def test_nobody_revokes_anothers_token(cast, client):
    actions.create_token(cast.rob, name="Script", by=cast.viewer("rob"), at=NOON)
    client.force_login(cast.sue)
    assert client.post(reverse("profile_token_revoke", args=[ApiToken.objects.get().pk])).status_code == 404
    assert [token.revoked_at for token in queries.tokens(cast.viewer("rob"), cast.rob)] == [None]


def test_a_token_that_would_have_expired_is_refused(cast, client):
    client.force_login(cast.rob)
    answer = client.post(reverse("profile_token_new"), {"name": "Script", "expires_on": "2020-01-01"})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_a_changed_password_leads_back_to_the_profile(cast, client):
    actions.set_password(cast.person("rob"), password="Hafen-Leine-77", by=cast.viewer("ada"), at=NOON)
    client.force_login(cast.person("rob"))
    sent = {"oldpassword": "Hafen-Leine-77", "password1": "Segel-Wind-88", "password2": "Segel-Wind-88"}
    answer = client.post(reverse("account_change_password"), sent)
    assert (answer.status_code, answer.url) == (302, reverse("profile"))
