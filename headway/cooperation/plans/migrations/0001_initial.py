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
        ('exchange', '0001_initial'),
        ('organisations', '0001_initial'),
        ('partnerships', '0001_initial'),
        ('strategy', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('slug', models.SlugField(max_length=60, verbose_name='address')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('languages', models.JSONField(default=list, verbose_name='languages')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('revised', 'revised'), ('for_adoption', 'for adoption'), ('adopted', 'adopted'), ('published', 'published')], default='draft', max_length=12, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('intro', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='the region and its policy in three sentences')),
                ('why', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='why change is needed')),
                ('context', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='policy context')),
                ('monitoring', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='how it is monitored')),
                ('abbreviations', models.JSONField(blank=True, default=list, verbose_name='abbreviations')),
                ('contacts', models.JSONField(blank=True, default=list, verbose_name='contact roles')),
                ('adoption', models.CharField(blank=True, choices=[('required', 'must be adopted'), ('not_required', 'need not be adopted')], max_length=12, verbose_name='adoption')),
                ('adopter', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='who adopts it')),
                ('adoption_words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='why it need not be adopted')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.picture', verbose_name='cover')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='partnerships.policyinstrument', verbose_name='policy instrument')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='partnerships.project', verbose_name='project')),
                ('authors', models.ManyToManyField(related_name='+', through='plans.PlanAuthor', to='organisations.organisation', verbose_name='authors')),
                ('published', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition', verbose_name='edition that the public reads')),
                ('recommendation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='plans.recommendation', verbose_name='recommendation')),
            ],
            options={
                'verbose_name': 'action plan',
                'verbose_name_plural': 'action plans',
                'constraints': [models.UniqueConstraint(fields=('project', 'slug'), name='plans_plan_address'), models.UniqueConstraint(fields=('instrument',), name='plans_plan_of_instrument'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published__isnull', False), _connector='OR'), name='plans_plan_published_edition')],
            },
        ),
        migrations.CreateModel(
            name='PlanAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'author of a plan',
                'verbose_name_plural': 'authors of plans',
                'constraints': [models.UniqueConstraint(fields=('plan', 'organisation'), name='plans_author_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('reason', models.CharField(choices=[('review', 'for review'), ('revision', 'revised'), ('adoption', 'for adoption'), ('publication', 'published')], max_length=12, verbose_name='frozen for')),
                ('frozen_at', models.DateTimeField(verbose_name='frozen at')),
                ('frozen_by', models.CharField(max_length=200, verbose_name='frozen by')),
                ('kept_text', models.JSONField(verbose_name='text')),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'edition of a plan',
                'verbose_name_plural': 'editions of plans',
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plans_edition_number')],
            },
        ),
        migrations.CreateModel(
            name='PlannedAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('lead', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what it is, for anybody')),
                ('background', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='background')),
                ('changes', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what changes')),
                ('follows', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='finding of the recommendation that it answers')),
                ('players', models.JSONField(blank=True, default=list, verbose_name='who does what')),
                ('cost_state', models.CharField(choices=[('known', 'the cost is known'), ('none', 'it costs nothing'), ('open', 'not known yet')], default='open', max_length=5, verbose_name='cost')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='amount')),
                ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                ('cost_words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what the cost is for')),
                ('funding', models.JSONField(blank=True, default=list, verbose_name='sources of money')),
                ('indicators', models.JSONField(blank=True, default=list, verbose_name='how we will know')),
                ('risks', models.JSONField(blank=True, default=list, verbose_name='risks')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.picture', verbose_name='picture')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'planned action',
                'verbose_name_plural': 'planned actions',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cost__isnull', False), ('cost_state', 'known')), models.Q(models.Q(('cost_state', 'known'), _negated=True), ('cost__isnull', True)), _connector='OR'), name='plans_action_cost_when_known')],
            },
        ),
        migrations.CreateModel(
            name='ActionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('outcome', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='expected outcome')),
                ('who', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='others who do it')),
                ('starts', models.DateField(blank=True, null=True, verbose_name='first month')),
                ('ends', models.DateField(blank=True, null=True, verbose_name='last month')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='who does it')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='plans.plannedaction', verbose_name='planned action')),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('starts__isnull', True), ('ends__gte', models.F('starts')), _connector='OR'), name='plans_step_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='ActionNode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.node', verbose_name='part')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='nodes', to='plans.plannedaction', verbose_name='planned action')),
            ],
            options={
                'verbose_name': 'part that a planned action touches',
                'verbose_name_plural': 'parts that planned actions touch',
                'constraints': [models.UniqueConstraint(fields=('action', 'node'), name='plans_node_once')],
            },
        ),
        migrations.CreateModel(
            name='ActionLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what was taken from it')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.event', verbose_name='event')),
                ('practice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.goodpractice', verbose_name='good practice')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='plans.plannedaction', verbose_name='planned action')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('event__isnull', False), ('practice__isnull', True)), models.Q(('event__isnull', True), ('practice__isnull', False)), _connector='OR'), name='plans_lesson_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('published', 'published')], default='draft', max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('dated', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='date')),
                ('analysis', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='situation analysis')),
                ('analysis_link', models.URLField(blank=True, max_length=500, verbose_name='address of the analysis')),
                ('findings', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='findings')),
                ('text', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='recommendation')),
                ('edition', models.PositiveIntegerField(default=0, verbose_name='edition')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('analysis_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file of the analysis')),
                ('authors', models.ManyToManyField(related_name='+', to='organisations.organisation', verbose_name='authors')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='partnerships.project', verbose_name='project')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'recommendation',
                'verbose_name_plural': 'recommendations',
            },
        ),
        migrations.CreateModel(
            name='TypedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(blank=True, max_length=10, verbose_name='part')),
                ('writer_id', models.CharField(max_length=60, verbose_name='writer')),
                ('typed', models.JSONField(default=dict, verbose_name='typed')),
                ('seen_version', models.PositiveIntegerField(verbose_name='version that was seen')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'text being typed',
                'verbose_name_plural': 'texts being typed',
                'constraints': [models.UniqueConstraint(fields=('plan', 'part', 'writer_id'), name='plans_typed_once')],
            },
        ),
    ])]
