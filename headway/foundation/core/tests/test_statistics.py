from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from headway.foundation.core.statistics import renew_statistics

NUMBER = 500
KNOWN = {
    "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'auth_group'",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = 'auth_group'",
}


def known() -> float:
    """Return how many rows the database takes a table to have."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor])
        row = cursor.fetchone()
    return float(str(row[0]).split()[0])


@pytest.mark.django_db
def test_the_database_knows_how_many_rows_there_are() -> None:
    Group.objects.bulk_create(Group(name=f"Group {number}") for number in range(NUMBER))
    renew_statistics()
    assert known() == NUMBER
    Group.objects.all().delete()
    Group.objects.create(name="One")
    renew_statistics()
    assert known() == 1
