"""The way in, and out again."""

from tests.browser.conftest import PASSWORD


def test_one_signs_in_with_the_password_and_sees_ones_sales(visit) -> None:
    page = visit()
    page.goto("/opportunities")
    page.get_by_label("Email").fill("Rob@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("not correct").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Opportunities").wait_for()
    assert page.get_by_text("City bikes").first.is_visible()
