"""Pipelines, stages and campaigns as administrators shape them."""

from decimal import Decimal

from fairlead.pipeline.models import Campaign, Stage


def test_only_administrators_shape_pipelines(as_, sales):
    assert as_("rob").get("/setup/pipelines").status_code == 403
    assert as_("rob").post(f"/setup/stages/{sales.close.pk}/toggle").status_code == 403
    assert as_("ada").get("/setup/pipelines").status_code == 200


def test_stages_are_put_in_order_by_drag_and_by_button(as_, sales):
    client = as_("ada")
    order = [sales.close.pk, sales.qualify.pk, sales.propose.pk]
    client.post(f"/setup/stages/{sales.close.pk}/move", {"order": ",".join(map(str, order))})
    assert list(Stage.objects.values_list("pk", flat=True)) == order
    client.post(f"/setup/stages/{sales.close.pk}/move", {"by": "1"})
    assert list(Stage.objects.values_list("pk", flat=True))[:2] == [sales.qualify.pk, sales.close.pk]


def test_another_probability_reaches_the_open_opportunities(as_, sales, deal):
    fleet = deal()
    form = {"name": "Qualify", "phase": "enquiry", "probability": "15", "version": sales.qualify.version}
    as_("ada").post(f"/setup/stages/{sales.qualify.pk}", form)
    fleet.refresh_from_db()
    assert fleet.probability == Decimal(15)


def test_a_retired_stage_says_how_many_stay_in_it(as_, sales, deal):
    deal()
    page = as_("ada").post(f"/setup/stages/{sales.qualify.pk}/toggle", follow=True).content.decode()
    assert "1 open opportunities stay in it" in page


def test_a_campaign_cannot_end_before_it_starts(as_, cast):
    form = {"name": "Fair", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert as_("ada").post("/setup/campaigns/new", form).status_code == 422
    assert not Campaign.objects.exists()
    as_("ada").post("/setup/campaigns/new", {"name": "Fair"})
    assert Campaign.objects.get().name == "Fair"
