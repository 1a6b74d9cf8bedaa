from django.apps import AppConfig


class LiveChatConfig(AppConfig):
    """`INSTALLED_APPS += ["live_chat"]`, then `manage.py migrate live_chat`."""

    name = "live_chat"
    verbose_name = "Live chat"
    default_auto_field = "django.db.models.AutoField"
