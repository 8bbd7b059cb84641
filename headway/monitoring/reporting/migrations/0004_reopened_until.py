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
        migrations.AlterField(
            "round",
            "unasked_measures",
            models.JSONField(
                blank=True, default=list, verbose_name="measures that nobody answers for"
            ),
        ),
        migrations.AlterField(
            "round",
            "unasked_figures",
            models.JSONField(
                blank=True, default=list, verbose_name="indicators that nobody answers for"
            ),
        ),
    ]
