"""How forms come out: label, hint, error and control, tied together for every reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms.renderers import TemplatesSetting

if TYPE_CHECKING:
    from django.template.base import Template

OURS = {
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
}


class Renderer(TemplatesSetting):
    """Renders `{{ form }}` and `{{ form.field.as_field_group }}` in Headway's markup."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name: str) -> Template | None:
        return super().get_template(OURS.get(template_name, template_name))
