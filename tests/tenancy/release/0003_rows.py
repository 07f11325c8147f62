"""Python per office."""

from typing import Any

from django.db import migrations


def mark(apps: Any, editor: Any) -> None:
    apps.get_model("submissions", "Submission").objects.update(note=editor.connection.schema_name)


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_columns")]
    operations = [migrations.RunPython(mark)]
