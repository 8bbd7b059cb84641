from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='ContentVersion',
            fields=[
                ('scope', models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name='scope')),
                ('number', models.PositiveBigIntegerField(default=1, verbose_name='number')),
                ('renewed_at', models.DateTimeField(verbose_name='renewed at')),
            ],
            options={
                'verbose_name': 'content version',
                'verbose_name_plural': 'content versions',
            },
        ),
    ])]
