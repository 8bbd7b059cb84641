import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('attachments', '0001_initial'),
        ('organisations', '0001_initial'),
        ('partnerships', '0001_initial'),
        ('plans', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='MonitoringRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('period', models.CharField(max_length=7, verbose_name='period')),
                ('due_on', models.DateField(verbose_name='reports due')),
                ('questions', models.JSONField(blank=True, default=list, verbose_name='questions to all')),
                ('letter', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='words to the partners')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('open', 'open'), ('closed', 'closed')], default='draft', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='monitoring_rounds', to='partnerships.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'monitoring round',
                'verbose_name_plural': 'monitoring rounds',
                'constraints': [models.UniqueConstraint(fields=('project', 'period'), name='implementation_round_period'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('opened_at__isnull', False), _connector='OR'), name='implementation_round_opened_at')],
            },
        ),
        migrations.CreateModel(
            name='PolicyChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('action_key', models.CharField(blank=True, max_length=40, verbose_name='key of the planned action')),
                ('action_title', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='title of the planned action')),
                ('kind', models.CharField(choices=[('new_projects', 'new projects'), ('governance', 'governance'), ('strategic_focus', 'strategic focus')], max_length=16, verbose_name='kind')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('about', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what changed')),
                ('happened_on', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='date')),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount')),
                ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('evidence_title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='evidence')),
                ('evidence_address', models.URLField(blank=True, max_length=500, verbose_name='address of the evidence')),
                ('state', models.CharField(choices=[('told', 'told'), ('asked', 'asked about'), ('confirmed', 'confirmed')], default='told', max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('confirmed_by', models.CharField(blank=True, max_length=200, verbose_name='confirmed by')),
                ('asked_words', models.TextField(blank=True, verbose_name='what the lead partner asks')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('evidence_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file of the evidence')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='who tells')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_changes', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'policy change',
                'verbose_name_plural': 'policy changes',
                'constraints': [models.CheckConstraint(condition=models.Q(('evidence_file__isnull', False), models.Q(('evidence_address', ''), _negated=True), _connector='OR'), name='implementation_change_has_evidence')],
            },
        ),
        migrations.CreateModel(
            name='ProgressReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('asked', 'asked about'), ('closed', 'closed')], default='draft', max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('reminded_on', models.DateField(blank=True, null=True, verbose_name='reminded on')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition', verbose_name='edition')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='progress_reports', to='plans.plan', verbose_name='plan')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='implementation.monitoringround', verbose_name='round')),
                ('closed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closed_in', to='implementation.reportsubmission', verbose_name='what was closed')),
            ],
            options={
                'verbose_name': 'progress report',
                'verbose_name_plural': 'progress reports',
                'constraints': [models.UniqueConstraint(fields=('round', 'plan', 'organisation'), name='implementation_report_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed__isnull', True)), _connector='OR'), name='implementation_report_closed')],
            },
        ),
        migrations.CreateModel(
            name='ReportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action_key', models.CharField(blank=True, max_length=40, verbose_name='key of the planned action')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what was done')),
                ('obstacles', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='obstacles')),
                ('needed', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what we need to know')),
                ('why', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='why it is not carried out')),
                ('answers', models.JSONField(blank=True, default=list, verbose_name='answers to the questions')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='implementation.progressreport', verbose_name='report')),
            ],
            options={
                'verbose_name': 'part of a progress report',
                'verbose_name_plural': 'parts of progress reports',
                'constraints': [models.UniqueConstraint(fields=('report', 'action_key'), name='implementation_part_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportSubmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                ('submitted_by', models.CharField(max_length=200, verbose_name='submitted by')),
                ('kept_told', models.JSONField(verbose_name='what was submitted')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='implementation.progressreport', verbose_name='report')),
            ],
            options={
                'verbose_name': 'submitted progress report',
                'verbose_name_plural': 'submitted progress reports',
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='implementation_submission_number')],
            },
        ),
        migrations.CreateModel(
            name='StepProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step_key', models.CharField(max_length=40, verbose_name='key of the step')),
                ('action_key', models.CharField(max_length=40, verbose_name='key of the planned action')),
                ('action_title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title of the planned action')),
                ('kept_step', models.JSONField(verbose_name='step as it was planned then')),
                ('status', models.CharField(choices=[('not_started', 'not started'), ('under_way', 'under way'), ('done', 'done'), ('dropped', 'dropped')], default='not_started', max_length=12, verbose_name='status')),
                ('kept_standing', models.JSONField(verbose_name='how it stands')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
                ('said_by', models.CharField(max_length=200, verbose_name='said by')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='who reports')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'progress of a step',
                'verbose_name_plural': 'progress of steps',
                'constraints': [models.UniqueConstraint(fields=('plan', 'step_key'), name='implementation_progress_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, verbose_name='what it shows')),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('added_by', models.CharField(max_length=200, verbose_name='added by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file')),
                ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='implementation.stepprogress', verbose_name='progress')),
            ],
            options={
                'verbose_name': 'evidence of a step',
                'verbose_name_plural': 'evidence of steps',
                'constraints': [models.CheckConstraint(condition=models.Q(('file__isnull', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='implementation_evidence_is_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='StepRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kept_told', models.JSONField(verbose_name='what was said')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
                ('said_by', models.CharField(max_length=200, verbose_name='said by')),
                ('progress', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='implementation.stepprogress', verbose_name='progress')),
            ],
            options={
                'verbose_name': 'record of a step',
                'verbose_name_plural': 'records of steps',
                'constraints': [models.UniqueConstraint(fields=('progress', 'number'), name='implementation_record_number')],
            },
        ),
        migrations.CreateModel(
            name='TypedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action_key', models.CharField(blank=True, max_length=40, verbose_name='key of the planned action')),
                ('writer_id', models.CharField(max_length=60, verbose_name='writer')),
                ('typed', models.JSONField(default=dict, verbose_name='typed')),
                ('seen_version', models.PositiveIntegerField(verbose_name='version that was seen')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed', to='implementation.progressreport', verbose_name='report')),
            ],
            options={
                'verbose_name': 'part of a report being typed',
                'verbose_name_plural': 'parts of reports being typed',
                'constraints': [models.UniqueConstraint(fields=('report', 'action_key', 'writer_id'), name='implementation_typed_once')],
            },
        ),
    ])]
