from django.db import migrations, models


def judged_when_closed(apps, _schema):
    for each in apps.get_model("reporting", "Round").objects.filter(closed_at__isnull=False):
        apps.get_model("reporting", "RoundVerdict").objects.filter(round=each).update(
            judged_at=each.closed_at
        )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_bulk_edits")]

    operations = [
        migrations.RemoveConstraint("roundverdict", "reporting_round_verdict_once"),
        migrations.AddField(
            "roundverdict", "judged_at", models.DateTimeField(null=True, verbose_name="judged at")
        ),
        migrations.RunPython(judged_when_closed, migrations.RunPython.noop),
        migrations.AlterField(
            "roundverdict", "judged_at", models.DateTimeField(verbose_name="judged at")
        ),
        migrations.AddConstraint(
            "roundverdict",
            models.UniqueConstraint(
                fields=("round", "indicator", "judged_at"), name="reporting_round_verdict_once"
            ),
        ),
        migrations.AddField(
            "round",
            "unasked_measures",
            models.JSONField(default=list, verbose_name="measures that nobody answers for"),
        ),
        migrations.AddField(
            "round",
            "unasked_figures",
            models.JSONField(default=list, verbose_name="indicators that nobody answers for"),
        ),
    ]
