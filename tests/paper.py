"""A browser that runs no script: it reads the forms out of the pages and submits them, and follows where it is sent."""

import html.parser
import re
from urllib.parse import urlencode, urlsplit

from .cast import Guest

VOID = {"input", "meta", "link", "br"}


class Form:
    """A form as it stands on a page: `fields` by name, with what is in them; `buttons` as `(attributes, words)`."""

    def __init__(self, attributes):
        self.id = attributes.get("id")
        self.action = attributes["action"]
        self.method = attributes.get("method", "get")
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.required: set[str] = set()


class Page(html.parser.HTMLParser):
    """The forms, links and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.frames: list[str] = []
        self.words = ""
        self._form = self._area = self._select = self._option = None
        self._link = None
        self.feed(text)
        # The signs that Fluent puts around what it fills in.
        self.words = re.sub(r"[\u2066-\u2069]", "", re.sub(r"\s+", " ", self.words))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        name = attributes.get("name")
        if tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif tag == "a" and "href" in attributes:
            self._link = attributes["href"]
        elif tag == "iframe":
            self.frames.append(attributes["src"])
        elif self._form is not None and name:
            if "required" in attributes:
                self._form.required.add(name)
            if tag == "textarea":
                self._area, self._form.fields[name] = name, ""
            elif tag == "select":
                self._select = name
            elif tag == "input" and attributes.get("type") in ("radio", "checkbox"):
                self._form.choices.setdefault(name, []).append(attributes["value"])
                if "checked" in attributes:
                    self._form.fields[name] = attributes["value"]
            elif tag == "input":
                self._form.fields[name] = attributes.get("value") or ""
        if tag == "option" and self._select:
            self._option = "selected" in attributes

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            # A browser leaves out the line end that follows the tag.
            self._form.fields[self._area] = self._form.fields[self._area].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._area:
            self._form.fields[self._area] += data
            return
        if self._select and self._option is not None and data.strip():
            self._form.choices.setdefault(self._select, []).append(data.strip())
            if self._option or self._select not in self._form.fields:
                self._form.fields[self._select] = data.strip()
            self._option = None
        if self._link and data.strip():
            self.links[data.strip()] = self._link
        self.words += data

    def form(self, ending: str) -> Form:
        """The form that posts to an address that ends so."""
        return next(form for form in self.forms if form.action.endswith(ending))


class Paper(Guest):
    """A guest without scripts; `page` is what the browser shows, `reply` how it came."""

    def opens(self, path="/plain"):
        return self._shows(self.request("GET", path, headers=self._accepts()))

    def _accepts(self):
        return {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}

    def _shows(self, reply):
        while reply.status == 303:
            reply = self.request("GET", reply.headers["Location"], headers=self._accepts())
        self.reply, self.page = reply, Page(reply.body.decode())
        self.csrf = next((form.fields["csrf"] for form in self.page.forms if "csrf" in form.fields), self.csrf)
        return self

    def sends(self, form: Form, to: str = "", headers: dict | None = None, **fields: str):
        """Fills the form in and sends it, by a button with another address `to` when there is one."""
        parts = urlsplit(self.url)
        sent = {
            **self._accepts(), "Content-Type": "application/x-www-form-urlencoded", "X-CSRF-Token": None,
            "Origin": f"{parts.scheme}://{parts.netloc}", "Sec-Fetch-Site": "same-origin",
        }  # fmt: skip
        filled = {
            name: value.replace("\n", "\r\n") for name, value in {**form.fields, **fields}.items() if value is not None
        }
        return self._shows(
            self.request("POST", to or form.action, urlencode(filled).encode(), headers=sent | (headers or {}))
        )

    def fills(self, ending: str, **fields: str):
        return self.sends(self.page.form(ending), **fields)

    def asks_on_paper(self, question="Why?", **fields: str):
        self.opens()
        return self.fills("/plain/ask", question=question, name=self.name, **fields)
