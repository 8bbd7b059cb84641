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
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('partner_meeting', 'partner meeting'), ('study_visit', 'study visit'), ('workshop', 'workshop'), ('conference', 'conference'), ('stakeholder_meeting', 'stakeholder meeting'), ('webinar', 'webinar')], max_length=20, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('announced', 'announced'), ('held', 'held'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='state')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('start', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='first day')),
                ('end', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='last day')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='starts at')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends at')),
                ('time_zone', models.CharField(blank=True, max_length=40, verbose_name='time zone')),
                ('mode', models.CharField(choices=[('online', 'online'), ('on_site', 'on site'), ('hybrid', 'on site and online')], max_length=10, verbose_name='how it is held')),
                ('place', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='place')),
                ('planned_place', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='place that was planned')),
                ('online_link', models.URLField(blank=True, max_length=500, verbose_name='link to take part')),
                ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                ('summary', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what it is about')),
                ('learnt', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what was learnt')),
                ('is_public', models.BooleanField(default=True, verbose_name='public')),
                ('takes_registrations', models.BooleanField(default=False, verbose_name='takes registrations')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('registers_until', models.DateField(blank=True, null=True, verbose_name='registers until')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='edition of the invitation')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('cancelled_because', models.TextField(blank=True, verbose_name='why it was cancelled')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('hosts', models.ManyToManyField(blank=True, related_name='+', to='organisations.organisation', verbose_name='hosts')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='partnerships.project', verbose_name='project')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='exchange_event_ends_after_it_began')],
            },
        ),
        migrations.CreateModel(
            name='GoodPractice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('asked', 'more is asked for'), ('declined', 'declined'), ('published', 'published')], default='draft', max_length=10, verbose_name='state')),
                ('state_since', models.DateTimeField(verbose_name='in this state since')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('level', models.CharField(blank=True, choices=[('local', 'local'), ('regional', 'regional'), ('national', 'national'), ('cross_border', 'across a border')], max_length=12, verbose_name='level')),
                ('problem', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='problem')),
                ('solution', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='solution')),
                ('evidence', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='evidence of success')),
                ('difficulties', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='difficulties')),
                ('resources', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='resources needed')),
                ('transferability', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what others can take over')),
                ('began', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='began')),
                ('ended', headway.foundation.core.fields.PartialDateField(blank=True, max_length=11, null=True, verbose_name='ended')),
                ('contact_role', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='whom to ask')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='role address')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='web address')),
                ('words_of_lead', models.TextField(blank=True, verbose_name='what the lead partner says')),
                ('provenance', headway.foundation.core.fields.ProvenanceField(blank=True, default=headway.foundation.core.provenance.Provenance, verbose_name='sources')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='brought by')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='practices', to='partnerships.project', verbose_name='project')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.region', verbose_name='region')),
            ],
            options={
                'verbose_name': 'good practice',
                'verbose_name_plural': 'good practices',
                'indexes': [models.Index(fields=['project', 'state'], name='exchange_practice_state')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('kind', models.CharField(choices=[('paper', 'paper'), ('slides', 'slides'), ('video', 'video'), ('recording', 'recording'), ('link', 'link')], max_length=10, verbose_name='kind')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('is_public', models.BooleanField(default=True, verbose_name='public')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='exchange.event', verbose_name='event')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file')),
            ],
            options={
                'verbose_name': 'material',
                'verbose_name_plural': 'materials',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', True), models.Q(('link', ''), _negated=True)), models.Q(('file__isnull', False), ('link', '')), _connector='OR'), name='exchange_material_is_file_or_link')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='others')),
                ('people', models.PositiveIntegerField(blank=True, null=True, verbose_name='people')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='exchange.event', verbose_name='event')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'participation',
                'verbose_name_plural': 'participations',
                'constraints': [models.UniqueConstraint(fields=('event', 'organisation'), name='exchange_participation_once')],
            },
        ),
        migrations.CreateModel(
            name='PracticePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.picture', verbose_name='picture')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='exchange.goodpractice', verbose_name='good practice')),
            ],
            options={
                'verbose_name': 'picture of a good practice',
                'verbose_name_plural': 'pictures of good practices',
            },
        ),
        migrations.CreateModel(
            name='ProgrammePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(verbose_name='place')),
                ('starts', models.TimeField(blank=True, null=True, verbose_name='time')),
                ('title', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='title')),
                ('speaker', models.CharField(blank=True, max_length=200, verbose_name='speaker')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='programme', to='exchange.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'point of a programme',
                'verbose_name_plural': 'points of programmes',
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('organisation', models.CharField(blank=True, max_length=200, verbose_name='organisation')),
                ('language', models.CharField(max_length=8, verbose_name='language')),
                ('state', models.CharField(choices=[('asked', 'not confirmed yet'), ('registered', 'registered'), ('waiting', 'on the waiting list'), ('withdrawn', 'withdrawn')], max_length=10, verbose_name='state')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed at')),
                ('needs', models.TextField(blank=True, verbose_name='what the hosts should know')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='exchange.event', verbose_name='event')),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('event', 'email'), name='exchange_registration_once')],
            },
        ),
    ])]
