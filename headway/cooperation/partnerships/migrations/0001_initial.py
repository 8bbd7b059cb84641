import django.core.validators
import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('partnerships', '0002_instruments')]

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('organisations', '0001_initial'),
        ('strategy', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('acronym', models.CharField(max_length=40, verbose_name='acronym')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('summary', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='summary')),
                ('programme', models.CharField(blank=True, max_length=120, verbose_name='programme')),
                ('start', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='start')),
                ('end', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='end')),
                ('budget_eur', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='budget, EUR')),
                ('website', models.URLField(blank=True, verbose_name='web address')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('cofinancing_eur', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='co-financing, EUR')),
                ('disclaimer', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='disclaimer')),
                ('emblem', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.picture', verbose_name='funding emblem')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.picture', verbose_name='picture that opens its home')),
                ('funding_statement', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='funding statement')),
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'lead partner'), ('partner', 'partner'), ('advisory', 'advisory partner')], max_length=10, verbose_name='role')),
                ('since', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='since')),
                ('until', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='until')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='partnerships.project', verbose_name='project')),
                ('budget_eur', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='budget, EUR')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'member',
                'verbose_name_plural': 'members',
                'constraints': [models.UniqueConstraint(fields=('project', 'organisation'), name='partnerships_member_once'), models.CheckConstraint(condition=models.Q(('region__isnull', False), ('role', 'advisory'), _connector='OR'), name='partnerships_member_has_region_unless_advisory')],
            },
        ),
        migrations.CreateModel(
            name='StageAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessed_on', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='assessed on')),
                ('stage', models.CharField(choices=[('occasional', 'occasional cross-border cooperation'), ('networking', 'structured networking'), ('clusters', 'international clusters')], max_length=12, verbose_name='stage')),
                ('percent_into', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='share of the stage, %')),
                ('evidence', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='evidence')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='partnerships.project', verbose_name='project')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'stage assessment',
                'verbose_name_plural': 'stage assessments',
                'constraints': [models.UniqueConstraint(fields=('project', 'region', 'assessed_on'), name='partnerships_stage_once'), models.CheckConstraint(condition=models.Q(('percent_into__lte', 100)), name='partnerships_stage_share')],
            },
        ),
        migrations.CreateModel(
            name='PolicyInstrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('kind', models.CharField(choices=[('strategy', 'strategy'), ('programme', 'funding programme'), ('law', 'law or rules'), ('other', 'another policy')], default='other', max_length=10, verbose_name='kind')),
                ('about', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what it is')),
                ('managing_words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='managing body that is not in the directory')),
                ('website', models.URLField(blank=True, verbose_name='web address')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('managing_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='managing body')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='instruments', to='partnerships.project', verbose_name='project')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
                ('strategy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instruments', to='strategy.strategy', verbose_name='strategy')),
            ],
            options={
                'verbose_name': 'policy instrument',
                'verbose_name_plural': 'policy instruments',
            },
        ),
        migrations.CreateModel(
            name='StakeholderGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('name', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='name')),
                ('purpose', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='purpose')),
                ('others', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='others who belong to it')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('organisations', models.ManyToManyField(blank=True, related_name='+', to='organisations.organisation', verbose_name='organisations')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='partnerships.project', verbose_name='project')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'stakeholder group',
                'verbose_name_plural': 'stakeholder groups',
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('planned_start', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='planned start')),
                ('planned_end', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='planned end')),
                ('actual_start', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='actual start')),
                ('actual_end', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='actual end')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='partnerships.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='partnerships_phase_number')],
            },
        ),
        migrations.CreateModel(
            name='Semester',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('start', models.DateField(verbose_name='first day')),
                ('end', models.DateField(verbose_name='last day')),
                ('report_due', models.DateField(blank=True, null=True, verbose_name='report due')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='semesters', to='partnerships.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'semester',
                'verbose_name_plural': 'semesters',
                'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='partnerships_semester_number'), models.CheckConstraint(condition=models.Q(('end__gte', models.F('start'))), name='partnerships_semester_ends_after_it_began')],
            },
        ),
    ])]
