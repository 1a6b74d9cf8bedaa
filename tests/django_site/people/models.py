"""A user model with other names for what every site has: the key, and the name to sign in with."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class People(BaseUserManager):
    def create_user(self, nick: str, password: str, **columns: object) -> "Human":
        human = self.model(nick=nick, **columns)
        human.set_password(password)
        human.save()
        return human


class Human(AbstractBaseUser, PermissionsMixin):
    number = models.BigAutoField(primary_key=True)
    nick = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    objects = People()
    USERNAME_FIELD = "nick"
