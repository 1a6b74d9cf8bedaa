"""What the permissions hang on: a model without a table. The chat keeps its data in its own schema."""

from django.db import models


class Chat(models.Model):
    class Meta:
        managed = False
        default_permissions = ()
        permissions = (
            ("agent_live_chat", "Can answer guests in the live chat"),
            ("monitor_live_chat", "Can monitor the live chat"),
        )
