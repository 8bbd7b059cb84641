"""Secrets of second factors that were kept as they are become encrypted."""

from django.db import migrations

from headway.foundation.accounts.encryption import encrypt

SECRETS = ("secret", "seed")
FERNET = "gAAAA"  # how every encrypted text begins: version and the high bytes of its time


def encrypt_all(apps, schema_editor):
    for factor in apps.get_model("mfa", "Authenticator").objects.order_by("pk"):
        for name in SECRETS:
            text = factor.data.get(name, "")
            if text and not text.startswith(FERNET):
                factor.data[name] = encrypt(text)
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(encrypt_all, migrations.RunPython.noop, elidable=True)]
