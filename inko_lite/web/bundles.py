"""A page's modules and sheets joined into a few files when the server starts: what is written in forty is loaded in two.

Place: beside `pages.py`, which serves what this makes. The sources stay ES modules that every browser runs as they are;
joining wraps each in a function of its own and turns `import` and `export` into names of its scope, without reading the
rest of the code. Invariant: a line that this cannot join is refused by name when the server starts, never left to fail in
a browser. What a module loads by `import("./x.js")` becomes a file of its own, with whatever only it needs.
"""

import re
from collections.abc import Mapping

IMPORT = re.compile(
    r"""^import\b\s*(?:(?P<default>\w+)\s*|\{(?P<names>[^}]*)\}\s*)from\s*["'](?P<path>\.[^"']+)["'];?""", re.M
)
LATER = re.compile(r"""\bimport\(\s*["'](\.[^"']+)["']\s*\)""")
DECLARED = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b\*? *(\w+))", re.M)
LISTED = re.compile(r"(?:^|(?<=[;}]))export\s*\{([^}]*)\};?", re.M)
DEFAULT = re.compile(r"(?:^|(?<=[;}]))export default ", re.M)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.M)
# An exported function of ours, from its first line to the brace that closes it at the line's beginning.
FUNCTION = re.compile(r"^export (?:async )?function\*? *(\w+)\(.*\n(?:[^}\n].*\n|\n)*\}\n", re.M)
LINE_COMMENT = re.compile(r"^[ \t]*//.*\n?", re.M)
BLOCK_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.M | re.S)


class Unjoinable(Exception):
    """A module that this cannot join: which one, and the line."""


class Modules:
    """The modules that one entry loads, and what each of them imports; `sources` is {path: text} of all there are."""

    def __init__(self, sources: Mapping[str, str], entry: str) -> None:
        self._sources = sources
        self._imports: dict[str, list[str]] = {}
        self._later: dict[str, list[str]] = {}
        self._read(entry)
        self.first = self._closure(entry)
        # The late files, each with what the files before it on its way do not have: {entry: modules}, {entry: its way}.
        self.late: dict[str, list[str]] = {}
        self._ways: dict[str, list[str]] = {}
        self._divide(self.first, [])
        self._names = {path: f"m{number}" for number, path in enumerate(self._imports)}
        self._wanted = self._find_wanted()

    def _divide(self, paths: list[str], way: list[str]) -> None:
        """Makes the late files that these modules load, and those that they load in turn."""
        targets = [target for path in paths for target in self._later[path]]
        there = [*self.first, *(path for each in way for path in self.late[each])]
        parts = {target: [each for each in self._closure(target) if each not in there] for target in targets}
        # What two of them share is in the first, so that no module ever runs twice.
        for target, part in parts.items():
            others = {path for other, its in parts.items() if other != target for path in its}
            self.first += [path for path in part if path in others and path not in self.first]
        for target, part in parts.items():
            if target in self.late and self._ways[target] != way:
                raise Unjoinable(f"{target} is loaded later from two places")
            if target not in self.first and target not in self.late:
                self.late[target] = [path for path in part if path not in self.first]
                self._ways[target] = way
                self._divide(self.late[target], [*way, target])

    def _find_wanted(self) -> dict[str, set[str]]:
        """What each module is asked for by the others; one that is loaded by name may be asked for anything."""
        wanted: dict[str, set[str]] = {}
        for path in self._imports:
            for found in IMPORT.finditer(self._sources[path]):
                names = {each.split(" as ")[0].strip() for each in (found["names"] or "").split(",")}
                wanted.setdefault(_beside(path, found["path"]), set()).update(names)
        return wanted

    def _used(self, path: str) -> str:
        """The module without the functions that it exports and nobody on this page imports, nor it itself names."""
        text = self._sources[path]
        if path not in self._wanted or any(path in targets for targets in self._later.values()):
            return text
        for found in FUNCTION.finditer(text):
            if found[1] not in self._wanted[path] and len(re.findall(rf"\b{found[1]}\b", text)) == 1:
                text = text.replace(found[0], "")
        return text

    def all(self) -> set[str]:
        """Every module that is in one of the files."""
        return {*self.first, *(path for paths in self.late.values() for path in paths)}

    def files(self, name: str) -> dict[str, str]:
        """{path: text} of the joined files; the first is bundle/<name>.js."""
        shared = "export { " + ", ".join(self._names[path] for path in self.first) + " };\n"
        found = {f"bundle/{name}.js": "".join(self._wrapped(path, name) for path in self.first) + shared}
        for target, paths in self.late.items():
            needed = {other for path in paths for other in self._imports[path] if other not in paths}
            text = ""
            for file, has in (
                (name, self.first),
                *((self._late_name(name, each)[:-3], self.late[each]) for each in self._ways[target]),
            ):
                if names := sorted(self._names[path] for path in needed if path in has):
                    text += f'import {{ {", ".join(names)} }} from "./{_last(file)}.js";\n'
            text += "".join(self._wrapped(path, name) for path in paths)
            shared = "export { " + ", ".join(self._names[path] for path in paths) + " };\n"
            found[f"bundle/{self._late_name(name, target)}"] = text + shared
        return found

    def _late_name(self, name: str, target: str) -> str:
        return f"{name}-{target.rsplit('/', 1)[-1].rsplit('.', 1)[0]}.js"

    def _read(self, path: str) -> None:
        if path in self._imports:
            return
        if path not in self._sources:
            raise Unjoinable(f"{path} is imported and is no file")
        text = self._sources[path]
        self._imports[path] = list(dict.fromkeys(_beside(path, found["path"]) for found in IMPORT.finditer(text)))
        self._later[path] = [_beside(path, found) for found in LATER.findall(text)]
        for target in self._imports[path] + self._later[path]:
            self._read(target)

    def _closure(self, entry: str) -> list[str]:
        """What this module needs and then itself, each after what it needs."""
        done: list[str] = []

        def visit(path: str, way: tuple[str, ...]) -> None:
            if path in way:
                raise Unjoinable(f"modules that import each other: {' > '.join((*way, path))}")
            if path not in done:
                for target in self._imports[path]:
                    visit(target, (*way, path))
                done.append(path)

        visit(entry, ())
        return done

    def _wrapped(self, path: str, name: str) -> str:
        text, imports, exports = self._used(path), [], []
        for found in IMPORT.finditer(text):
            names = found["names"].replace(" as ", ": ") if found["names"] else f"default: {found['default']}"
            imports.append(f"const {{ {_joined(names)} }} = {self._names[_beside(path, found['path'])]};")
        text = IMPORT.sub("", text)
        exports += DECLARED.findall(text)
        text = DECLARED.sub("", text)
        for listed in LISTED.findall(text):
            for each in filter(None, map(str.strip, listed.split(","))):
                inside, _, outside = each.partition(" as ")
                exports.append(f"{outside}: {inside}" if outside else inside)
        text = LISTED.sub("", text)
        if DEFAULT.search(text):
            text = DEFAULT.sub("const its_default = ", text)
            exports.append("default: its_default")
        if found := LEFT_OVER.search(text):
            raise Unjoinable(f"{path}: {found[0][:120]}")
        text = LATER.sub(lambda found: self._load(name, _beside(path, found[1])), text)
        body = "\n".join([*imports, _compact(text), f"return {{ {', '.join(exports)} }};"])
        return f"const {self._names[path]} = (() => {{\n{body}\n}})();\n"

    def _load(self, name: str, target: str) -> str:
        its_name = self._names[target]
        if target in self.first:
            return f"Promise.resolve({its_name})"
        return f'import("./{_last(self._late_name(name, target))}").then((part) => part.{its_name})'


def join_sheets(sheets: list[str]) -> str:
    """The sheets as one, in their order, without comments and blank space that say nothing to a browser."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(sheets), flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};]) ?", r"\1", text).replace(";}", "}").strip()


def in_scheme(sheet: str, scheme: str) -> str:
    """A joined sheet for one colour scheme, "light" or "dark", whatever the browser prefers."""
    for each in ("light", "dark"):
        sheet = sheet.replace(
            f"@media (prefers-color-scheme: {each})", "@media all" if each == scheme else "@media not all"
        )
    return sheet + f":root{{color-scheme:{scheme}}}"


def _beside(path: str, target: str) -> str:
    """The path that `target` is, as the module at `path` writes it."""
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _last(name: str) -> str:
    """The files of a page are side by side."""
    return name.rsplit("/", 1)[-1]


def _joined(names: str) -> str:
    return " ".join(names.split()).rstrip(",").strip()


def _compact(text: str) -> str:
    """Without lines that are comments and without indentation; inside lines nothing is touched."""
    text = LINE_COMMENT.sub("", BLOCK_COMMENT.sub("", text))
    return "\n".join(line for line in map(str.strip, text.splitlines()) if line)
