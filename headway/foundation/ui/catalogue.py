"""The examples of the live catalogue: each component with the parameters it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from headway.foundation.core.provenance import Provenance, Source
from headway.foundation.core.texts import TranslatedText
from headway.foundation.core.verdicts import ALLOW, deny
from headway.foundation.ui import examples
from headway.foundation.ui.charts import Part, UnitBar, stage_chart, verdict_bar
from headway.foundation.ui.forms import PROSE_HINT, TextGroup, TextsForm
from headway.foundation.ui.shapes import STATUSES, VERDICTS

if TYPE_CHECKING:
    from django.http import HttpRequest

VERDICT_COUNTS = (8, 22, 3, 2, 2, 1, 2, 1)
TEMPLATES = Path(__file__).parent / "templates" / "ui"
FIRST_COMMENT = re.compile(r"{#\s*(.*?)\s*#}", re.DOTALL)


class ExampleForm(forms.Form):
    """A form with every kind of control, and two things wrong with it."""

    code = forms.CharField(label=_lazy("Code"), help_text=_lazy("As in the strategy: 1.3.4"))
    day = forms.DateField(label=_lazy("Day"))
    kind = forms.ChoiceField(label=_lazy("Kind"), choices=[("a", "A"), ("b", "B")], required=False)
    scope = forms.ChoiceField(
        label=_lazy("Scope"),
        choices=[("c", _lazy("City")), ("r", _lazy("Region"))],
        widget=forms.RadioSelect,
    )
    is_flagship = forms.BooleanField(label=_lazy("Flagship"), required=False)
    note = forms.CharField(label=_lazy("Note"), widget=forms.Textarea, required=False)


@dataclass(frozen=True, slots=True)
class Section:
    """One component: its file, what its first comment says, and how it looks."""

    ident: str
    title: str
    template: str
    note: str
    html: SafeString


def _example_texts() -> TextGroup:
    form = TextsForm(prefix="texts")
    title = TranslatedText.of({"lt": "Priemonė", "en": "Measure"})
    form.add_text("title", _("Title"), title, ("lt", "en"), hint=PROSE_HINT)
    return form.group("title")


def note_of(template: str) -> str:
    """Return the comment that opens a component's template and names its parameters."""
    found = FIRST_COMMENT.match((TEMPLATES / template).read_text())
    return found[1] if found else ""


def sections(request: HttpRequest) -> tuple[Section, ...]:
    """Return every component, rendered with the examples below."""
    made = []
    for ident, (title, template, source, context) in _examples().items():
        html = engines["django"].from_string(source).render(context, request)
        made.append(Section(ident, title, template, note_of(template), SafeString(html)))
    return tuple(made)


def _examples() -> dict[str, tuple[str, str, str, dict[str, object]]]:
    counts = {"done": 8, "in_progress": 26, "partly_done": 3, "postponed": 2, "not_started": 2}
    bar = UnitBar(
        tuple(Part(code, str(STATUSES[code].word), n, "#bar") for code, n in counts.items()), 41
    )
    stages = [_("occasional cross-border cooperation"), _("structured networking"), _("clusters")]
    rows = [("Klaipėda", "LT", [(0.4, "2019"), (1.55, "2022")]), ("Burgos", "ES", [(0.5, "2019")])]
    series = (examples.usual(), *examples.edges())
    known = Provenance(
        sources=(Source("keps2030.klaipeda.lt", "https://keps2030.klaipeda.lt/en/strategy"),),
        synthetic=("code", "dates"),
        translated=("lt",),
    )
    return {
        "verdicts": (
            _("Verdicts"),
            "base.html",
            '<p class="row">{% for code in codes %}{% verdict code %} {% endfor %}</p>',
            {"codes": list(VERDICTS)},
        ),
        "statuses": (
            _("Implementation statuses"),
            "base.html",
            '<p class="row">{% for code in codes %}{% life code %} {% endfor %}</p>',
            {"codes": list(STATUSES)},
        ),
        "bar": (_("Bar of units"), "unit_bar.html", "{% unit_bar bar %}", {"bar": bar}),
        "verdict-bar": (
            _("Bar of verdicts"),
            "unit_bar.html",
            "{% unit_bar bar %}",
            {"bar": verdict_bar(dict(zip(VERDICTS, VERDICT_COUNTS, strict=True)), scale=41)},
        ),
        "trajectory": (
            _("A trajectory"),
            "trajectory.html",
            '<div class="stack-l">{% for ident, one in shown %}{% trajectory one ident=ident %}'
            "{% endfor %}</div>",
            {"shown": [(f"t{n}", one) for n, one in enumerate(series)]},
        ),
        "sparklines": (
            _("Lines in a table"),
            "charts/sparkline.svg",
            "<table><tbody>{% for line in lines %}<tr><td>{% sparkline line %}</td>"
            "<td>{{ line.name }}</td></tr>{% endfor %}</tbody></table>",
            {"lines": examples.lines()},
        ),
        "multiples": (
            _("Small multiples"),
            "multiples.html",
            "{% multiples shown %}",
            {"shown": examples.ambitions()},
        ),
        "stages": (
            _("Stages"),
            "stage_chart.html",
            '<figure class="chart">'
            '{% stage_chart broad narrow ident="st" title="–" description="–" %}</figure>',
            {
                "broad": stage_chart(stages=stages, rows=rows),
                "narrow": stage_chart(stages=stages, rows=rows, is_narrow=True),
            },
        ),
        "actions": (
            _("Actions"),
            "action.html",
            '<div class="row">{% action "#actions" label=label verdict=yes is_main=True %}'
            '{% action "#actions" label=label verdict=no ident="why-example" %}</div>',
            {
                "label": _("Put in force"),
                "yes": ALLOW,
                "no": deny(_("Only a coordinator of this strategy can do this.")),
            },
        ),
        "downloads": (
            _("Downloads"),
            "downloads.html",
            '{% downloads "measures" %}',
            {},
        ),
        "provenance": (
            _("Where a fact comes from"),
            "provenance.html",
            "{% provenance known %}",
            {"known": known},
        ),
        "texts": (
            _("Texts"),
            "base.html",
            "{% prose long %}<p>{% text other %}</p>",
            {
                "long": TranslatedText.of(
                    {
                        "en": "A paragraph with a [link](https://example.org/).\n\n- one\n- two",
                        "lt": "Pastraipa su [nuoroda](https://example.org/).\n\n- viena\n- antra",
                    }
                ),
                "other": TranslatedText.of({"hu": "Csak magyarul van meg."}),
            },
        ),
        "form": (
            _("Forms"),
            "forms/form.html",
            '<form method="get" class="stack" novalidate>{{ form }}'
            '<p><button class="btn" type="submit">{% translate "Show" %}</button></p></form>',
            {"form": ExampleForm(prefix="example")},
        ),
        "field": (
            _("A field"),
            "forms/field.html",
            "{{ form.note.as_field_group }}",
            {"form": ExampleForm(prefix="field")},
        ),
        "choices": (
            _("Choices"),
            "forms/choices.html",
            "{{ form.scope.as_field_group }}",
            {"form": ExampleForm(prefix="choices")},
        ),
        "errors": (
            _("What is wrong with a field"),
            "forms/errors.html",
            "{{ form.code.errors }}",
            {"form": ExampleForm({}, prefix="errors")},
        ),
        "summary": (
            _("What is wrong"),
            "forms/summary.html",
            "{% error_summary form %}",
            {"form": ExampleForm({"code": ""}, prefix="example")},
        ),
        "side-by-side": (
            _("A text in several languages"),
            "forms/texts.html",
            "{% text_fields groups %}",
            {"groups": (_example_texts(),)},
        ),
        "redline": (
            _("A redline"),
            "redline.html",
            '{% include "ui/redline.html" %}',
            {"lines": examples.redlines(), "old": _("Stands"), "new": _("Proposed")},
        ),
        "picture": (
            _("A picture"),
            "picture.html",
            '{% include "ui/picture.html" %}',
            {"picture": examples.picture()},
        ),
        "threads": (
            _("Threads"),
            "thread.html",
            '{% for box in boxes %}{% include "ui/thread.html" %}{% endfor %}',
            {"boxes": examples.threads()},
        ),
        "thread-inside": (
            _("A thread inside another form"),
            "thread_form.html",
            '<form id="around" action="#threads">{% include "ui/thread.html" %}</form>',
            {"box": examples.thread_inside()},
        ),
        "pages": (_("Pages"), "pages.html", '{% pages 2 5 "#pages" %}', {}),
        "messages": (
            _("Refusals"),
            "_message.html",
            '{% include "ui/_message.html" %}',
            {"sentences": [_("The round closed yesterday. Ask the coordinator to reopen it.")]},
        ),
    }
