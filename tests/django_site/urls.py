"""The addresses of the site: Django's own views for accounts, the chat's app, and Kitsune's way to say who somebody is."""

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import include, path


def home(request):
    name = request.user.get_username() if request.user.is_authenticated else "nobody"
    return HttpResponse(f"<!doctype html><title>The site</title><p id=who>{name}</p>")


def kitsune_test_auth(request):
    """As Kitsune answers at this address, by way of a framework that lets inactive users through, too."""
    if not request.user.is_authenticated:
        detail = {"detail": "Authentication credentials were not provided."}
        return JsonResponse(detail, status=403)
    return JsonResponse({"username": request.user.get_username(), "authorized": True})


login = views.LoginView.as_view(success_url_allowed_hosts=settings.CHAT_HOSTS)
urlpatterns = [
    path("", home),
    path("accounts/login/", login, name="login"),
    path("accounts/logout/", views.LogoutView.as_view(next_page="/")),
    path("accounts/password_change/", views.PasswordChangeView.as_view(success_url="/")),
    path("accounts/elsewhere/", lambda request: HttpResponseRedirect("http://127.0.0.1:9/who")),
    path("live-chat/", include("live_chat.urls")),
    path("api/1/users/test_auth", kitsune_test_auth),
]
