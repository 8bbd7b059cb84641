import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
import headway.monitoring.strategy.fields
import headway.monitoring.strategy.frame
import headway.monitoring.strategy.funding
from django.conf import settings
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('strategy', '0002_importdraft'), ('strategy', '0003_life_record_provenance'), ('strategy', '0004_amended')]

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('name', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='name')),
                ('short_name', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='short name')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('time_zone', models.CharField(default='Europe/Vilnius', max_length=40, verbose_name='time zone')),
                ('statuses', headway.monitoring.strategy.fields.StatusesField(blank=True, default=tuple, verbose_name='implementation statuses')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
                ('asks_agreement', models.BooleanField(default=False, verbose_name='partners agree to amendments')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'strategy',
                'verbose_name_plural': 'strategies',
            },
        ),
        migrations.CreateModel(
            name='Coordinator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='coordinators', to='strategy.strategy', verbose_name='strategy')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'coordinator',
                'verbose_name_plural': 'coordinators',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('strategy', 'user'), name='strategy_coordinator_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='strategy.strategy', verbose_name='strategy')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('role', models.CharField(choices=[('founding', 'founding partner'), ('partner', 'partner')], max_length=10, verbose_name='role')),
                ('since', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='since')),
                ('until', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='until')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='strategy.strategy', verbose_name='strategy')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_force', 'In force'), ('discarded', 'Discarded'), ('taken_back', 'Taken back')], default='draft', max_length=10, verbose_name='state')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('frame', headway.monitoring.strategy.fields.FrameField(default=headway.monitoring.strategy.frame.Frame, verbose_name='frame')),
                ('in_force_on', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='in force from')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='first day in force')),
                ('act_body', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='body')),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_date', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='date of the act')),
                ('act_verb', models.CharField(blank=True, choices=[('adopt', 'adopted'), ('endorse', 'endorsed')], max_length=10, verbose_name='verb')),
                ('act_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file of the act')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['discarded', 'taken_back']), _negated=True), fields=('strategy', 'number'), name='strategy_edition_number'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('strategy',), name='strategy_edition_one_draft'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), ('in_force_from__isnull', False), _connector='OR'), name='strategy_edition_in_force_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nodes', to='strategy.strategy', verbose_name='strategy')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
            ],
            options={
                'verbose_name': 'node',
                'verbose_name_plural': 'nodes',
            },
        ),
        migrations.CreateModel(
            name='NodeText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='strategy.node', verbose_name='node')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('from_number', models.PositiveIntegerField(verbose_name='from edition')),
                ('until_number', models.PositiveIntegerField(default=2147483647, verbose_name='until edition')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.node', verbose_name='parent')),
                ('path', models.CharField(max_length=120, verbose_name='path')),
                ('depth', models.PositiveSmallIntegerField(verbose_name='depth')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('description', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='description')),
                ('kind', models.CharField(blank=True, choices=[('one_off', 'one-off'), ('continuous', 'continuous')], default='one_off', max_length=10, verbose_name='kind')),
                ('is_flagship', models.BooleanField(default=False, verbose_name='flagship')),
                ('start', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='start')),
                ('due', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='due')),
                ('sectors', models.JSONField(blank=True, default=list, verbose_name='sectors')),
                ('funding', headway.monitoring.strategy.fields.FundingField(blank=True, default=headway.monitoring.strategy.funding.Funding, verbose_name='level of funding')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('folded', models.TextField(blank=True, editable=False, verbose_name='search key')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'text of a node',
                'verbose_name_plural': 'texts of nodes',
                'indexes': [models.Index(fields=['strategy', 'path'], name='strategy_text_order'), models.Index(fields=['strategy', 'code'], name='strategy_text_code')],
                'constraints': [models.UniqueConstraint(fields=('node', 'from_number'), name='strategy_text_once'), models.CheckConstraint(condition=models.Q(('until_number__gt', models.F('from_number'))), name='strategy_text_not_empty_span')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to='strategy.node', verbose_name='node')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('role', models.CharField(choices=[('lead', 'responsible'), ('contributing', 'contributing')], max_length=12, verbose_name='role')),
                ('since', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='since')),
                ('until', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='until')),
                ('from_number', models.PositiveIntegerField(verbose_name='from edition')),
                ('until_number', models.PositiveIntegerField(default=2147483647, verbose_name='until edition')),
            ],
            options={
                'verbose_name': 'responsibility',
                'verbose_name_plural': 'responsibilities',
                'indexes': [models.Index(fields=['strategy', 'organisation'], name='strategy_responsibility_who')],
                'constraints': [models.UniqueConstraint(fields=('node', 'organisation', 'role', 'from_number'), name='strategy_responsibility_once')],
            },
        ),
        migrations.CreateModel(
            name='Life',
            fields=[
                ('node', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='life', serialize=False, to='strategy.node', verbose_name='node')),
                ('status', models.CharField(blank=True, max_length=30, verbose_name='implementation status')),
                ('status_on', models.DateField(blank=True, null=True, verbose_name='status of')),
                ('note', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='note')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'life of a node',
                'verbose_name_plural': 'lives of nodes',
            },
        ),
        migrations.CreateModel(
            name='LifeRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='strategy.node', verbose_name='node')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('recorded_by', models.CharField(max_length=200, verbose_name='recorded by')),
                ('status', models.CharField(blank=True, max_length=30, verbose_name='implementation status')),
                ('status_on', models.DateField(blank=True, null=True, verbose_name='status of')),
                ('note', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='note')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
            ],
            options={
                'verbose_name': 'life record',
                'verbose_name_plural': 'life records',
                'indexes': [models.Index(fields=['node', 'recorded_at'], name='strategy_life_record_order')],
            },
        ),
        migrations.CreateModel(
            name='ImportDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='strategy.strategy', verbose_name='strategy')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file')),
                ('mapping', models.TextField(blank=True, verbose_name='mapping')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('mapped', 'columns mapped'), ('applied', 'applied'), ('abandoned', 'given up')], default='uploaded', max_length=10, verbose_name='state')),
                ('is_large', models.BooleanField(default=False, verbose_name='large')),
                ('result', models.JSONField(blank=True, default=dict, verbose_name='result')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
            },
        ),
    ])]
