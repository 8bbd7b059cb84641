import django.db.models.deletion
import headway.foundation.core.fields
import headway.foundation.core.texts
from django.db import migrations, models

from headway.foundation.core.schema import CreateModels


class Migration(migrations.Migration):

    # Databases made before, and migrations that waited for these, still find them.
    replaces = [('attachments', '0002_picture')]

    initial = True

    dependencies = [
    ]

    operations = [CreateModels([
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='fingerprint')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('media_type', models.CharField(max_length=120, verbose_name='media type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('uploader_id', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='uploader')),
                ('uploader_name', models.CharField(max_length=200, verbose_name='name of the uploader')),
                ('uploaded_at', models.DateTimeField(verbose_name='uploaded at')),
                ('scan_state', models.CharField(choices=[('unscanned', 'not scanned'), ('clean', 'clean'), ('infected', 'infected')], default='unscanned', max_length=10, verbose_name='scan')),
            ],
            options={
                'verbose_name': 'stored file',
                'verbose_name_plural': 'stored files',
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='key')),
                ('width', models.PositiveIntegerField(verbose_name='width in pixels')),
                ('height', models.PositiveIntegerField(verbose_name='height in pixels')),
                ('alternative', headway.foundation.core.fields.TranslatedTextField(default=headway.foundation.core.texts.TranslatedText, verbose_name='what it shows')),
                ('credit', models.CharField(max_length=200, verbose_name='credit')),
                ('licence', models.CharField(max_length=100, verbose_name='licence')),
                ('copies', models.JSONField(default=dict, verbose_name='copies by width')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.storedfile', verbose_name='file as it was brought')),
            ],
            options={
                'verbose_name': 'picture',
                'verbose_name_plural': 'pictures',
            },
        ),
    ])]
