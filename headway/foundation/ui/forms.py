"""How forms come out: label, hint, error and control, tied together for every reader."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ form.field.as_field_group }}` in Headway's markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
