"""Addresses of pipelines, stages and campaigns in setup; all for administrators."""

from django.urls import URLPattern

from fairlead.web.setup import pipelines, pipelines_campaigns
from fairlead.web.setup.guard import page, verb

urlpatterns: list[URLPattern] = [
    page("pipelines", pipelines.pipelines, "setup_pipelines"),
    page("pipelines/new", pipelines.add, "setup_pipeline_new"),
    verb("pipelines/learn", pipelines.learn, "setup_pipelines_learn"),
    page("pipelines/<int:pk>", pipelines.edit, "setup_pipeline"),
    verb("pipelines/<int:pk>/toggle", pipelines.toggle, "setup_pipeline_toggle"),
    page("pipelines/<int:pk>/stages/new", pipelines.add_stage, "setup_stage_new"),
    page("stages/<int:pk>", pipelines.stage, "setup_stage"),
    verb("stages/<int:pk>/toggle", pipelines.toggle_stage, "setup_stage_toggle"),
    verb("stages/<int:pk>/move", pipelines.move_stage, "setup_stage_move"),
    page("campaigns", pipelines_campaigns.campaigns, "setup_campaigns"),
    page("campaigns/new", pipelines_campaigns.add, "setup_campaign_new"),
    page("campaigns/<int:pk>", pipelines_campaigns.edit, "setup_campaign"),
    verb("campaigns/<int:pk>/toggle", pipelines_campaigns.toggle, "setup_campaign_toggle"),
]
