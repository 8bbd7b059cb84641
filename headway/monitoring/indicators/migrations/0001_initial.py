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
        ('strategy', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='strategy.strategy', verbose_name='strategy')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
            },
        ),
        migrations.CreateModel(
            name='IndicatorText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='indicators.indicator', verbose_name='indicator')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('from_number', models.PositiveIntegerField(verbose_name='from edition')),
                ('until_number', models.PositiveIntegerField(default=2147483647, verbose_name='until edition')),
                ('place', models.PositiveIntegerField(default=0, verbose_name='place')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('definition', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='definition')),
                ('depth', models.CharField(blank=True, choices=[('input', 'input'), ('product', 'product'), ('result', 'result'), ('impact', 'impact')], max_length=10, verbose_name='level')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('unit', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='unit')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='decimals')),
                ('direction', models.CharField(choices=[('up', 'more is better'), ('down', 'less is better'), ('keep', 'to be kept as it is'), ('band', 'to be kept within a band')], default='up', max_length=5, verbose_name='direction')),
                ('floor', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='natural lower limit')),
                ('ceiling', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='natural upper limit')),
                ('baseline', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='baseline')),
                ('baseline_period', models.CharField(blank=True, max_length=10, verbose_name='period of the baseline')),
                ('has_no_baseline', models.BooleanField(default=False, verbose_name='has no baseline')),
                ('frequency', models.CharField(choices=[('month', 'every month'), ('quarter', 'every quarter'), ('half_year', 'every half-year'), ('year', 'every year'), ('irregular', 'now and then')], default='year', max_length=10, verbose_name='frequency')),
                ('lag_days', models.PositiveSmallIntegerField(default=90, verbose_name='days until a value is due')),
                ('verification', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='means of verification')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='responsible organisation')),
                ('is_key', models.BooleanField(default=False, verbose_name='key indicator')),
                ('method', models.CharField(blank=True, max_length=20, verbose_name='method')),
                ('method_reason', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='why this method')),
                ('breakdowns', models.JSONField(blank=True, default=list, verbose_name='breakdowns')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('folded', models.TextField(blank=True, editable=False, verbose_name='search key')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'definition of an indicator',
                'verbose_name_plural': 'definitions of indicators',
                'indexes': [models.Index(fields=['strategy', 'place'], name='indicators_text_order')],
                'constraints': [models.UniqueConstraint(fields=('indicator', 'from_number'), name='indicators_text_once'), models.CheckConstraint(condition=models.Q(('baseline__isnull', True), models.Q(('baseline_period', ''), _negated=True), _connector='OR'), name='indicators_baseline_has_a_period')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='placements', to='indicators.indicator', verbose_name='indicator')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='indicator_placements', to='strategy.node', verbose_name='node')),
                ('from_number', models.PositiveIntegerField(verbose_name='from edition')),
                ('until_number', models.PositiveIntegerField(default=2147483647, verbose_name='until edition')),
            ],
            options={
                'verbose_name': 'place of an indicator',
                'verbose_name_plural': 'places of indicators',
                'indexes': [models.Index(fields=['strategy', 'node', 'indicator', 'from_number', 'until_number'], name='indicators_placement_node')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('node__isnull', False)), fields=('indicator', 'node', 'from_number'), name='indicators_placement_once'), models.UniqueConstraint(condition=models.Q(('node__isnull', True)), fields=('indicator', 'from_number'), name='indicators_ambition_once')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='indicators.indicator', verbose_name='indicator')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('from_number', models.PositiveIntegerField(verbose_name='from edition')),
                ('until_number', models.PositiveIntegerField(default=2147483647, verbose_name='until edition')),
                ('period', models.CharField(max_length=10, verbose_name='period')),
                ('by_day', models.DateField(verbose_name='by')),
                ('low', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='at least')),
                ('high', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='at most')),
                ('is_milestone', models.BooleanField(default=False, verbose_name='milestone')),
                ('reason', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='reason')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
            ],
            options={
                'verbose_name': 'target',
                'verbose_name_plural': 'targets',
                'indexes': [models.Index(fields=['indicator', 'by_day'], name='indicators_target_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('low__isnull', False), ('high__isnull', False), _connector='OR'), name='indicators_target_says_something')],
            },
        ),
        migrations.CreateModel(
            name='MethodChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='method_choices', to='strategy.strategy', verbose_name='strategy')),
                ('method', models.CharField(max_length=20, verbose_name='method')),
                ('reason', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='reason')),
                ('chosen_at', models.DateTimeField(verbose_name='chosen at')),
            ],
            options={
                'verbose_name': 'choice of a method',
                'verbose_name_plural': 'choices of methods',
                'indexes': [models.Index(fields=['strategy', 'chosen_at'], name='indicators_method_order')],
            },
        ),
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='indicators.indicator', verbose_name='indicator')),
                ('period', models.CharField(max_length=10, verbose_name='period')),
                ('period_end', models.DateField(verbose_name='end of the period')),
                ('member', models.CharField(blank=True, max_length=40, verbose_name='part of a breakdown')),
                ('contributor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='contributing organisation')),
                ('value', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='value')),
                ('numerator', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='numerator')),
                ('denominator', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='denominator')),
                ('words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='value in words')),
                ('missing', models.CharField(blank=True, choices=[('not_collected', 'not collected'), ('not_yet_published', 'not yet published'), ('not_applicable', 'not applicable'), ('confidential', 'confidential'), ('withdrawn', 'withdrawn')], max_length=20, verbose_name='why there is no value')),
                ('flag', models.CharField(blank=True, choices=[('provisional', 'provisional'), ('estimated', 'estimated'), ('revised', 'revised')], max_length=12, verbose_name='flag')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('reporter', models.CharField(blank=True, max_length=200, verbose_name='reporter')),
                ('acceptor', models.CharField(max_length=200, verbose_name='accepted by')),
                ('reason', models.TextField(blank=True, verbose_name='reason for the change')),
                ('evidence', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='evidence')),
                ('evidence_address', models.URLField(blank=True, max_length=500, verbose_name='address of the evidence')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('is_latest', models.BooleanField(default=True, verbose_name='stands now')),
            ],
            options={
                'verbose_name': 'value',
                'verbose_name_plural': 'values',
                'indexes': [models.Index(fields=['indicator', 'period_end'], name='indicators_value_order')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('contributor__isnull', True), ('is_latest', True)), fields=('indicator', 'period', 'member'), name='indicators_value_one_stands'), models.UniqueConstraint(condition=models.Q(('contributor__isnull', False), ('is_latest', True)), fields=('indicator', 'period', 'member', 'contributor'), name='indicators_value_one_stands_of_each'), models.CheckConstraint(condition=models.Q(('missing', ''), models.Q(('denominator__isnull', True), ('numerator__isnull', True), ('value__isnull', True)), _connector='OR'), name='indicators_value_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('indicator', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='kept', serialize=False, to='indicators.indicator', verbose_name='indicator')),
                ('strategy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='strategy.strategy', verbose_name='strategy')),
                ('verdict', models.CharField(choices=[('achieved', 'achieved'), ('on_path', 'on path'), ('behind', 'behind'), ('wrong_way', 'wrong way'), ('no_change', 'no change'), ('not_yet_due', 'not yet due'), ('not_reported', 'not reported'), ('not_assessable', 'not assessable')], max_length=15, verbose_name='verdict')),
                ('method', models.CharField(blank=True, max_length=20, verbose_name='method')),
                ('value', headway.foundation.core.fields.ExactDecimalField(blank=True, max_length=60, null=True, verbose_name='value')),
                ('period', models.CharField(blank=True, max_length=10, verbose_name='period')),
                ('answer', models.JSONField(default=dict, verbose_name='answer')),
                ('tops', models.TextField(blank=True, verbose_name='top nodes')),
                ('holds_until', models.DateField(blank=True, null=True, verbose_name='holds until')),
            ],
            options={
                'verbose_name': 'kept answer',
                'verbose_name_plural': 'kept answers',
                'indexes': [models.Index(fields=['strategy', 'tops', 'verdict', 'holds_until'], name='indicators_kept_rollup')],
            },
        ),
    ])]
