import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.provenance
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('exchange', '0001_initial'),
        ('organisations', '0001_initial'),
        ('partnerships', '0001_initial'),
        ('plans', '0001_initial'),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='ReviewRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='peerreview.reviewsession', verbose_name='review session')),
            ],
            options={
                'verbose_name': 'review round',
                'verbose_name_plural': 'review rounds',
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='peerreview_round_number')],
            },
        ),
        migrations.CreateModel(
            name='ReviewGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('room', models.CharField(blank=True, max_length=200, verbose_name='room')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts at')),
                ('reason', models.CharField(blank=True, max_length=2000, verbose_name='why they meet again')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='peerreview.reviewround', verbose_name='review round')),
                ('units', models.ManyToManyField(related_name='+', through='peerreview.Seat', to='peerreview.reviewunit', verbose_name='units')),
            ],
            options={
                'verbose_name': 'review group',
                'verbose_name_plural': 'review groups',
            },
        ),
        migrations.CreateModel(
            name='ReviewSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'open'), ('closed', 'closed')], default='planned', max_length=10, verbose_name='state')),
                ('time_zone', models.CharField(max_length=40, verbose_name='time zone')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts at')),
                ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes for a group')),
                ('rooms', models.JSONField(blank=True, default=list, verbose_name='rooms')),
                ('reviews_until', models.DateField(blank=True, null=True, verbose_name='reviews until')),
                ('answers_until', models.DateField(blank=True, null=True, verbose_name='answers until')),
                ('reviews_reminded_on', models.DateField(blank=True, null=True, verbose_name='reminded of reviews on')),
                ('answers_reminded_on', models.DateField(blank=True, null=True, verbose_name='reminded of answers on')),
                ('lead_words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what the lead partner says to all')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.event', verbose_name='event')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_sessions', to='partnerships.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'review session',
                'verbose_name_plural': 'review sessions',
            },
        ),
        migrations.CreateModel(
            name='ReviewUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition', verbose_name='edition that is reviewed')),
                ('organisations', models.ManyToManyField(related_name='+', to='organisations.organisation', verbose_name='organisations')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.plan', verbose_name='plan')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='peerreview.reviewsession', verbose_name='review session')),
            ],
            options={
                'verbose_name': 'review unit',
                'verbose_name_plural': 'review units',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted')], default='draft', max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted at')),
                ('submitted_by', models.CharField(blank=True, max_length=200, verbose_name='submitted by')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition', verbose_name='edition that was read')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='peerreview.reviewgroup', verbose_name='review group')),
                ('reviewed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='peerreview.reviewunit', verbose_name='reviewed unit')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='peerreview.reviewunit', verbose_name='reviewing unit')),
            ],
            options={
                'verbose_name': 'review',
                'verbose_name_plural': 'reviews',
                'constraints': [models.UniqueConstraint(fields=('group', 'reviewer', 'reviewed'), name='peerreview_review_once'), models.CheckConstraint(condition=models.Q(('reviewer', models.F('reviewed')), _negated=True), name='peerreview_review_of_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), ('submitted_at__isnull', False)), models.Q(('state', 'draft'), ('submitted_at__isnull', True)), _connector='OR'), name='peerreview_review_submitted_at')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='peerreview.reviewgroup', verbose_name='review group')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='peerreview.reviewunit', verbose_name='review unit')),
            ],
            options={
                'verbose_name': 'seat in a review group',
                'verbose_name_plural': 'seats in review groups',
                'constraints': [models.UniqueConstraint(fields=('group', 'unit'), name='peerreview_seat_once')],
            },
        ),
        migrations.CreateModel(
            name='TypedReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('writer_id', models.CharField(max_length=60, verbose_name='writer')),
                ('typed', models.JSONField(default=dict, verbose_name='typed')),
                ('seen_version', models.PositiveIntegerField(verbose_name='version that was seen')),
                ('saved_at', models.DateTimeField(verbose_name='saved at')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typed', to='peerreview.review', verbose_name='review')),
            ],
            options={
                'verbose_name': 'review being typed',
                'verbose_name_plural': 'reviews being typed',
                'constraints': [models.UniqueConstraint(fields=('review', 'writer_id'), name='peerreview_typed_once')],
            },
        ),
        migrations.CreateModel(
            name='PointVerdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('point', models.CharField(choices=[('readable', 'It is easy to read for everybody.'), ('no_knowledge', 'It needs no knowledge of the region or of the policy.'), ('summary', 'Its summary stands on its own.'), ('adoption', 'It says who adopts it, or why nobody must.'), ('feasible', 'Its actions can be carried out: steps, dates, cost, money.'), ('who', 'It says who does what.'), ('monitoring', 'It can be monitored: outcomes, indicators, months.'), ('design', 'It is designed: pictures, and a page that invites to read.')], max_length=12, verbose_name='point')),
                ('score', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='score')),
                ('comment', models.TextField(blank=True, verbose_name='comment')),
                ('suggestion', models.TextField(blank=True, verbose_name='suggestion')),
                ('reply', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('adapted', 'adapted'), ('declined', 'declined')], max_length=8, verbose_name='answer')),
                ('reply_words', models.TextField(blank=True, verbose_name='why')),
                ('replied_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                ('replied_by', models.CharField(blank=True, max_length=200, verbose_name='answered by')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('seen_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.planedition', verbose_name='edition in which it is seen')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verdicts', to='peerreview.review', verbose_name='review')),
            ],
            options={
                'verbose_name': 'verdict on a point',
                'verbose_name_plural': 'verdicts on points',
                'constraints': [models.UniqueConstraint(fields=('review', 'point'), name='peerreview_point_once'), models.CheckConstraint(condition=models.Q(('score__isnull', True), models.Q(('score__gte', 1), ('score__lte', 5)), _connector='OR'), name='peerreview_score_range'), models.CheckConstraint(condition=models.Q(('reply', ''), models.Q(models.Q(('suggestion', ''), _negated=True), ('replied_at__isnull', False)), _connector='OR'), name='peerreview_reply_to_a_suggestion')],
            },
        ),
    ])]
