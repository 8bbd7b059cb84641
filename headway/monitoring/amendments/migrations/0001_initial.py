import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('amendments', '0002_provenance')]

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        ('strategy', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin_kind', models.CharField(blank=True, choices=[('planned_action', 'planned action of an action plan'), ('decision', 'decision of a meeting'), ('obstacle', 'obstacle told in a report'), ('other', 'another origin')], max_length=20, verbose_name='kind of origin')),
                ('origin_key', models.CharField(blank=True, max_length=60, verbose_name='key of the origin')),
                ('origin_title', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='origin')),
                ('origin_link', models.URLField(blank=True, max_length=500, verbose_name='address of the origin')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='strategy.strategy', verbose_name='strategy')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('rationale', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='rationale')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('proposed', 'proposed'), ('in_consultation', 'in consultation'), ('adopted', 'adopted'), ('partly_adopted', 'adopted in part'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=16, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('created_by', models.CharField(max_length=200, verbose_name='begun by')),
                ('consult_until', models.DateField(blank=True, null=True, verbose_name='answers until')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decision recorded at')),
                ('decision_words', models.TextField(blank=True, verbose_name='words of the decision')),
                ('edition', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendment', to='strategy.edition', verbose_name='edition that it made')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'amendment',
                'verbose_name_plural': 'amendments',
                'indexes': [models.Index(fields=['strategy', 'state'], name='amendments_amendment_state')],
                'constraints': [models.UniqueConstraint(fields=('strategy', 'number'), name='amendments_amendment_number'), models.CheckConstraint(condition=models.Q(models.Q(('edition__isnull', False), ('state__in', ('adopted', 'partly_adopted'))), models.Q(models.Q(('state__in', ('adopted', 'partly_adopted')), _negated=True), ('edition__isnull', True)), _connector='OR'), name='amendments_edition_by_adoption')],
            },
        ),
        migrations.CreateModel(
            name='Operation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin_kind', models.CharField(blank=True, choices=[('planned_action', 'planned action of an action plan'), ('decision', 'decision of a meeting'), ('obstacle', 'obstacle told in a report'), ('other', 'another origin')], max_length=20, verbose_name='kind of origin')),
                ('origin_key', models.CharField(blank=True, max_length=60, verbose_name='key of the origin')),
                ('origin_title', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='origin')),
                ('origin_link', models.URLField(blank=True, max_length=500, verbose_name='address of the origin')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operations', to='amendments.amendment', verbose_name='amendment')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('thing_key', models.CharField(db_index=True, max_length=10, verbose_name='what it changes')),
                ('said', models.JSONField(default=dict, verbose_name='what it says')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='what stood there')),
                ('names', models.JSONField(blank=True, default=dict, verbose_name='what is named')),
                ('rationale', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='rationale')),
                ('outcome', models.CharField(blank=True, choices=[('adopted', 'adopted'), ('refused', 'refused')], max_length=8, verbose_name='outcome')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'operation',
                'verbose_name_plural': 'operations',
                'indexes': [models.Index(fields=['amendment', 'place'], name='amendments_operation_order')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='amendments.amendment', verbose_name='amendment')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('stance', models.CharField(blank=True, choices=[('agrees', 'agrees'), ('objects', 'objects'), ('abstains', 'abstains')], max_length=8, verbose_name='answer')),
                ('words', models.TextField(blank=True, verbose_name='words')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('answered_by', models.CharField(blank=True, max_length=200, verbose_name='answered by')),
                ('is_by_letter', models.BooleanField(default=False, verbose_name='recorded by the coordinator')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'agreement',
                'verbose_name_plural': 'agreements',
                'constraints': [models.UniqueConstraint(fields=('amendment', 'organisation'), name='amendments_agreement_once'), models.CheckConstraint(condition=models.Q(('stance', ''), ('answered_at__isnull', False), _connector='OR'), name='amendments_agreement_answered_at')],
            },
        ),
    ])]
