from django.db import migrations, models


def reopened_apart(apps, _schema):
    reports = apps.get_model("reporting", "Report").objects.filter(reopened_at__isnull=False)
    reports.update(reopened_until=models.F("own_deadline_at"), own_deadline_at=None)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_verdicts_in_editions")]

    operations = [
        migrations.AddField(
            "report",
            "reopened_until",
            models.DateTimeField(blank=True, null=True, verbose_name="reopened until"),
        ),
        migrations.RunPython(reopened_apart, migrations.RunPython.noop),
    ]
