"""Mails for their recipient alone. Those written before are known by the links that they carry."""

from django.db import migrations, models
from django.db.models import Q

LINKS = Q(text__contains="/sign-in/enter/") | Q(text__contains="/password/reset/key/")


def erase(apps, schema_editor):
    mails = apps.get_model("notices", "Mail")._base_manager.filter(LINKS)
    mails.exclude(state="waiting").update(is_private=True, text="", html="")
    mails.update(is_private=True)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="mail",
            name="is_private",
            field=models.BooleanField(default=False, verbose_name="for its recipient alone"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="text",
            field=models.TextField(blank=True, verbose_name="text"),
        ),
        migrations.RunPython(erase, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_private", False),
                    ("state", "waiting"),
                    models.Q(("html", ""), ("text", "")),
                    _connector="OR",
                ),
                name="notices_mail_private_is_erased",
            ),
        ),
    ]
