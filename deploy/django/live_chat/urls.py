"""`path("live-chat/", include("live_chat.urls"))` in the site's own urls.py."""

from django.urls import path

from . import views

urlpatterns = [
    path("who", views.who, name="live_chat_who"),
    path("sign-out", views.sign_out, name="live_chat_sign_out"),
]
