"""The two permissions and the two groups that have them. What is there already, in whatever form, stays as it is."""

from django.db import migrations, models

PERMISSIONS = {
    "agent_live_chat": "Can answer guests in the live chat",
    "monitor_live_chat": "Can monitor the live chat",
}
GROUPS = {
    "Live Chat helpers": ["agent_live_chat"],
    "Live Chat Room Monitor": ["agent_live_chat", "monitor_live_chat"],
}


def make(apps, schema_editor):
    # Django itself makes permissions only after all migrations, which is too late for the groups.
    database = schema_editor.connection.alias
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(database)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    groups = apps.get_model("auth", "Group").objects.using(database)
    kind, _ = kinds.get_or_create(app_label="live_chat", model="chat")
    made = {
        codename: permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]
        for codename, name in PERMISSIONS.items()
    }
    for name, codenames in GROUPS.items():
        group, new = groups.get_or_create(name=name)
        if new:
            group.permissions.add(*(made[codename] for codename in codenames))


class Migration(migrations.Migration):
    initial = True
    dependencies = (
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    )
    operations = (
        migrations.CreateModel(
            name="Chat",
            fields=[("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))],
            options={
                "managed": False,
                "default_permissions": (),
                "permissions": tuple(PERMISSIONS.items()),
            },
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    )
