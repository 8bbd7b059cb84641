import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('thing_type', models.CharField(max_length=60, verbose_name='type')),
                ('thing_key', models.CharField(max_length=60, verbose_name='key')),
                ('thing_name', models.CharField(max_length=300, verbose_name='what it is about')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('place_name', headway.foundation.core.fields.TranslatedTextField(blank=True, default=headway.foundation.core.texts.TranslatedText, verbose_name='what the place is called')),
                ('state', models.CharField(choices=[('open', 'Open'), ('resolved', 'Resolved')], default='open', max_length=10, verbose_name='state')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('opened_by_id', models.CharField(blank=True, max_length=40, verbose_name='opened by')),
                ('opened_by_name', models.CharField(max_length=200, verbose_name='name of who opened it')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='resolved at')),
                ('resolved_by_id', models.CharField(blank=True, max_length=40, verbose_name='resolved by')),
                ('resolved_by_name', models.CharField(blank=True, max_length=200, verbose_name='name of who resolved it')),
            ],
            options={
                'verbose_name': 'thread',
                'verbose_name_plural': 'threads',
                'constraints': [models.UniqueConstraint(fields=('thing_type', 'thing_key', 'place'), name='conversations_thread_place'), models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('state', 'open')), models.Q(('resolved_at__isnull', False), ('state', 'resolved')), _connector='OR'), name='conversations_thread_resolved_at')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_at', models.DateTimeField(verbose_name='written at')),
                ('author_id', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='author')),
                ('author_name', models.CharField(max_length=200, verbose_name='name of the author')),
                ('author_side', models.CharField(blank=True, max_length=200, verbose_name='speaks for')),
                ('text', models.TextField(blank=True, verbose_name='text')),
                ('state', models.CharField(choices=[('written', 'Written'), ('taken_back', 'Taken back')], default='written', max_length=10, verbose_name='state')),
                ('request_digest', models.CharField(max_length=64, verbose_name='request')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='conversations.thread', verbose_name='thread')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'constraints': [models.UniqueConstraint(fields=('thread', 'author_id', 'request_digest'), name='conversations_comment_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'written'), models.Q(('text', ''), _negated=True)), models.Q(('state', 'taken_back'), ('text', '')), _connector='OR'), name='conversations_comment_words')],
            },
        ),
    ])]
