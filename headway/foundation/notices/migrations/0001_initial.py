import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('notices', '0002_private_mails'), ('notices', '0003_notices_and_bounces'), ('notices', '0004_enclosed')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unique_key', models.CharField(max_length=200, unique=True, verbose_name='unique key')),
                ('kind', models.CharField(blank=True, max_length=60, verbose_name='kind')),
                ('about_type', models.CharField(blank=True, max_length=60, verbose_name='about a')),
                ('about_key', models.CharField(blank=True, max_length=60, verbose_name='about')),
                ('scope', models.CharField(blank=True, max_length=100, verbose_name='part of')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('recipient', models.EmailField(max_length=254, verbose_name='recipient')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='answers go to')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('enclosed', models.TextField(blank=True, verbose_name='enclosed text')),
                ('enclosed_name', models.CharField(blank=True, max_length=100, verbose_name='name of what is enclosed')),
                ('enclosed_type', models.CharField(blank=True, max_length=100, verbose_name='type of what is enclosed')),
                ('link', models.TextField(blank=True, verbose_name='personal link')),
                ('has_link', models.BooleanField(default=False, verbose_name='carries a personal link')),
                ('is_private', models.BooleanField(default=False, verbose_name='for its recipient alone')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed'), ('bounced', 'Bounced')], default='waiting', max_length=10, verbose_name='state')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('due_at', models.DateTimeField(db_index=True, verbose_name='due at')),
                ('leased_until', models.DateTimeField(blank=True, null=True, verbose_name='leased until')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('bounced_at', models.DateTimeField(blank=True, null=True, verbose_name='refused at')),
                ('problem', models.TextField(blank=True, verbose_name='problem')),
            ],
            options={
                'verbose_name': 'mail',
                'verbose_name_plural': 'mails',
                'indexes': [models.Index(fields=['about_type', 'about_key'], name='notices_mail_about'), models.Index(fields=['scope'], name='notices_mail_scope'), models.Index(fields=['recipient'], name='notices_mail_recipient')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='notices_mail_sent_at_if_sent'), models.CheckConstraint(condition=models.Q(('is_private', False), ('state', 'waiting'), models.Q(('enclosed', ''), ('html', ''), ('text', '')), _connector='OR'), name='notices_mail_private_is_erased'), models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('link', ''), _connector='OR'), name='notices_mail_link_is_erased'), models.CheckConstraint(condition=models.Q(('has_link', True), ('link', ''), _connector='OR'), name='notices_mail_link_is_known'), models.CheckConstraint(condition=models.Q(('enclosed', ''), models.Q(models.Q(('enclosed_name', ''), _negated=True), models.Q(('enclosed_type', ''), _negated=True)), _connector='OR'), name='notices_mail_enclosed_is_named'), models.CheckConstraint(condition=models.Q(models.Q(('bounced_at__isnull', False), ('state', 'bounced')), models.Q(models.Q(('state', 'bounced'), _negated=True), ('bounced_at__isnull', True)), _connector='OR'), name='notices_mail_bounced_at')],
            },
        ),
    ])]
