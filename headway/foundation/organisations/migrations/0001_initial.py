import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.conf import settings
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('organisations', '0002_region_points')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='name')),
                ('short_name', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='short name')),
                ('kind', models.CharField(choices=[('municipality', 'municipality'), ('authority', 'public authority'), ('agency', 'development agency'), ('university', 'university'), ('science_park', 'science and technology park'), ('company', 'company'), ('association', 'association'), ('chamber', 'chamber'), ('egtc', 'European grouping of territorial cooperation'), ('other', 'other organisation')], default='other', max_length=20, verbose_name='kind')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('website', models.URLField(blank=True, verbose_name='web address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='role address')),
                ('mission', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='mission')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('folded', models.TextField(blank=True, editable=False, verbose_name='search key')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='alias')),
                ('folded', models.CharField(editable=False, max_length=200, unique=True, verbose_name='search key')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'alias',
                'verbose_name_plural': 'aliases',
            },
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='name')),
                ('country', models.CharField(max_length=2, verbose_name='country')),
                ('nuts_code', models.CharField(blank=True, max_length=5, verbose_name='NUTS code')),
                ('nuts_version', models.CharField(blank=True, max_length=4, verbose_name='release of the NUTS code')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('latitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='longitude')),
            ],
            options={
                'verbose_name': 'region',
                'verbose_name_plural': 'regions',
                'constraints': [models.CheckConstraint(condition=models.Q(('nuts_code', ''), models.Q(('nuts_version', ''), _negated=True), _connector='OR'), name='organisations_region_nuts_code_has_version'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='organisations_region_point_is_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('reporter', 'reporter'), ('approver', 'approver'), ('reader', 'reader')], max_length=20, verbose_name='role')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'organisation', 'role'), name='organisations_membership_once_at_a_time')],
            },
        ),
    ])]
