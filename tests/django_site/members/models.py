"""A user model that shares little with Django's: a UUID as key, an e-mail address in place of a name, no is_active."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class Members(BaseUserManager):
    def create_user(self, email: str, password: str, **columns: object) -> "Member":
        member = self.model(email=email, **columns)
        member.set_password(password)
        member.save()
        return member


class Member(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    objects = Members()
    USERNAME_FIELD = "email"
