import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('amendments', '0001_initial'),
        ('attachments', '0001_initial'),
        ('meetings', '0001_initial'),
        ('organisations', '0001_initial'),
        ('plans', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='ActionAmendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action_key', models.CharField(max_length=10, verbose_name='key of the planned action')),
                ('how', models.CharField(choices=[('made', 'made from the plan'), ('by_hand', 'linked by hand')], max_length=8, verbose_name='how it came about')),
                ('linked_at', models.DateTimeField(verbose_name='linked at')),
                ('linked_by', models.CharField(max_length=200, verbose_name='linked by')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='planned_actions', to='amendments.amendment', verbose_name='amendment')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'amendment of a planned action',
                'verbose_name_plural': 'amendments of planned actions',
                'indexes': [models.Index(fields=['plan', 'action_key'], name='adoption_of_action')],
                'constraints': [models.UniqueConstraint(fields=('action_key', 'amendment'), name='adoption_linked_once')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('decider_words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='who decides, in words')),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('asked_by', models.CharField(max_length=200, verbose_name='asked by')),
                ('state', models.CharField(choices=[('asked', 'asked for'), ('adopted', 'adopted'), ('refused', 'refused'), ('taken_back', 'taken back')], default='asked', max_length=12, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('way', models.CharField(blank=True, choices=[('meeting', 'at a meeting'), ('letter', 'by letter')], max_length=8, verbose_name='how it was decided')),
                ('act_number', models.CharField(blank=True, max_length=60, verbose_name='number of the act')),
                ('act_date', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='date of the act')),
                ('act_verb', models.CharField(blank=True, choices=[('adopt', 'adopted'), ('endorse', 'endorsed')], max_length=8, verbose_name='what was done')),
                ('words', models.TextField(blank=True, verbose_name='words')),
                ('kept_corrections', models.JSONField(blank=True, default=list, verbose_name='corrections of the act')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('act_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file of the act')),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.body', verbose_name='body')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='plans.planedition', verbose_name='edition that was put before them')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting', verbose_name='meeting')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='plans.plan', verbose_name='plan')),
            ],
            options={
                'verbose_name': 'adoption of a plan',
                'verbose_name_plural': 'adoptions of plans',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('plan',), name='adoption_one_asked'), models.CheckConstraint(condition=models.Q(models.Q(('way', 'meeting'), _negated=True), models.Q(('body__isnull', False), ('meeting__isnull', False)), _connector='OR'), name='adoption_meeting_of_body'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(models.Q(('way', ''), _negated=True), models.Q(('act_verb', ''), _negated=True)), _connector='OR'), name='adoption_has_act')],
            },
        ),
    ])]
