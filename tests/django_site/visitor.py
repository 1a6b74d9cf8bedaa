"""Somebody with one browser at two servers: the Django site, where Django's own forms are filled in, and the chat."""

import re
from urllib.parse import urlencode

from ..cast import Client, Reply, Staff

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class SiteClient(Client):
    """The site, as a browser sees it: a cookie that is set to nothing is gone."""

    def request(self, *arguments: object, **options: object) -> Reply:
        reply = super().request(*arguments, **options)
        for name in [name for name, value in self.cookies.items() if value in ("", '""')]:
            del self.cookies[name]
        return reply

    def fills(self, path: str, **fields: str) -> Reply:
        """Opens a page with a form, and sends it with these fields."""
        page = self.get(path).body.decode()
        fields["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
        return self.post(path, urlencode(fields).encode(), headers=FORM)


class Visitor(Staff):
    """A browser: its cookies go to both servers, which are on one host."""

    def __init__(self, site_url: str, chat_url: str, name: str) -> None:
        super().__init__(chat_url, name)
        self.site = SiteClient(site_url)
        self.site.cookies = self.cookies

    def logs_in(self, password: str = "pw", cookie: str = "sessionid") -> "Visitor":
        """By the site's own page. The site sends whoever is let in on, and shows the form again to others."""
        reply = self.site.fills("/accounts/login/", username=self.name, password=password, next="/")
        assert reply.status == 302 and cookie in self.cookies, reply.body.decode()
        return self

    def logs_out(self) -> None:
        self.site.fills("/live-chat/sign-out")

    def changes_password(self, old: str = "pw", new: str = "new-enough-4711") -> None:
        fields = {"old_password": old, "new_password1": new, "new_password2": new}
        reply = self.site.fills("/accounts/password_change/", **fields)
        assert reply.status == 302, reply.body.decode()

    def without_the_chat(self) -> "Visitor":
        """The same browser, had it never been to the chat."""
        self.cookies.pop("inko_session", None)
        return self
