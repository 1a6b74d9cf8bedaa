"""What the chat needs of a site beyond its tables.

`who` is for `[django] identity_url`, where the sessions are not in the database. `sign_out` is for `[django] logout_url`:
since Django 5 the site's own address signs nobody out who comes by a link, so this page has the button.
"""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

PAGE = (
    '<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>{}</title><form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    "<p>{}</p><button>{}</button></form></html>"
)


@never_cache
@require_GET
def who(request):
    """Whose cookie came with the request, in Kitsune's words."""
    user = request.user
    if not user.is_authenticated:
        return JsonResponse({"authorized": False}, status=401)
    return JsonResponse({"username": user.get_username(), "authorized": True})


@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def sign_out(request):
    """A page with one button; what it posts signs out and leads to the site's LOGOUT_REDIRECT_URL."""
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(settings.LOGOUT_REDIRECT_URL or "/")
    words = gettext("Log out")
    name = request.user.get_username() if request.user.is_authenticated else ""
    return HttpResponse(format_html(PAGE, get_language() or "en", words, get_token(request), name, words))
