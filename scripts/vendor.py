"""Fetch the front-end libraries by name through npm and commit what pages use of them.

`python scripts/vendor.py` rebuilds `src/fairlead/web/static/vendor`; `--check` compares with CHECKSUMS only.
People who run Fairlead need neither this script nor Node.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {"htmx.org": "2.0.11", "@tabler/core": "1.6.1", "@tabler/icons": "3.51.0", "sortablejs": "1.15.7"}
FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "sortable.js": "sortablejs/Sortable.min.js",
    "tabler.css": "@tabler/core/dist/css/tabler.min.css",
}
LICENCES = {
    "htmx.org": "htmx.org/LICENSE",
    "sortablejs": "sortablejs/LICENSE",
    "@tabler/icons": "@tabler/icons/LICENSE",
    "@tabler/core": "@tabler/core/LICENSE",
}
# Parts of Tabler that no screen uses: widgets of other libraries, brands, and the widest breakpoint.
UNUSED = re.compile(
    r"\.(carousel|ts-|plugin-|litepicker|dropzone|plyr|apexcharts|jvm|noUi|fslightbox|gslide|tox|clr-|hugerte|fc-|dz-"
    r"|turbo|offcanvas|accordion|toast|tooltip|popover|bs-|modal|navbar|nav-segmented|typed|star|gl-|sign|payment|flag"
    r"|[a-z-]*-(facebook|twitter|linkedin|google|youtube|vimeo|dribbble|github|instagram|pinterest|vk|rss|flickr"
    r"|bitbucket)(-|$|[^a-z-])|[a-z0-9-]*-xxl(-|$|[^a-z])|chart-|map-|pricing|ribbon|timeline|tag-|tags"
    r"|steps|segmented|tracking|countup|signature|cookie|settings|wizard|inline-player|placeholder|animated-dots)"
)
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/fairlead/web/static/vendor"


def main() -> int:
    """Rebuild the vendored files, or with --check say whether they are what CHECKSUMS says."""
    if "--check" in sys.argv:
        return 0 if checksums() == (TARGET / "CHECKSUMS").read_text() else 1
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder))
        for name, source in FILES.items():
            (TARGET / name).write_text(prepared(name, (modules / source).read_text()))
        (TARGET / "icons.svg").write_text(sprite(modules / "@tabler/icons/icons/outline"))
        (TARGET / "LICENCES").write_text(licences(modules))
    (TARGET / "CHECKSUMS").write_text(checksums())
    return 0


def install(folder: Path) -> Path:
    """Install the pinned packages with the ordinary npm client and return its modules folder."""
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    subprocess.run(["npm", "install", *quiet], cwd=folder, check=True)  # noqa: S603, S607 -- fixed words only
    return folder / "node_modules"


def prepared(name: str, text: str) -> str:
    """Strip source-map comments, which browsers would ask for, and the parts of Tabler nobody uses."""
    text = re.sub(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$", "\n", text)
    return pruned(text) if name.endswith(".css") else text


def pruned(css: str) -> str:
    """Leave out rules whose every selector belongs to a part that is not used."""
    kept = []
    for head, body in rules(css):
        if head.startswith("@media print"):
            kept.append(f"{head}{{{body}}}")
        elif head.startswith(("@media", "@supports")):
            if inner := pruned(body):
                kept.append(f"{head}{{{inner}}}")
        elif not all(UNUSED.search(part) for part in split_selectors(head)):
            kept.append(f"{head}{{{body}}}" if body is not None else head)
    return "".join(kept)


def rules(css: str) -> list[tuple[str, str | None]]:
    """Cut a minified sheet into (head, body) pairs, minding strings and nesting."""
    found: list[tuple[str, str | None]] = []
    start = depth = opened = 0
    quote = ""
    for index, char in enumerate(css):
        if quote:
            quote = "" if char == quote and css[index - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char == "{":
            depth, opened = depth + 1, opened if depth else index
        elif char == "}":
            depth -= 1
            if not depth:
                found.append((css[start:opened].strip(), css[opened + 1 : index]))
                start = index + 1
        elif char == ";" and not depth:
            found.append((css[start : index + 1].strip(), None))
            start = index + 1
    return found


def split_selectors(head: str) -> list[str]:
    """Split a selector list at its outer commas."""
    return re.split(r",(?![^(]*\))", re.sub(r"/\*.*?\*/", "", head, flags=re.S))


def sprite(folder: Path) -> str:
    """Join the icons named in icons.txt into one SVG of symbols."""
    names = sorted((ROOT / "scripts/icons.txt").read_text().split())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        + "".join(symbol(folder, name) for name in names)
        + "</svg>\n"
    )


def symbol(folder: Path, name: str) -> str:
    """Turn one icon into a symbol that inherits its stroke from where it is used."""
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", (folder / f"{name}.svg").read_text(), flags=re.S)
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "", inner)
    inner = re.sub(r"\s*\n\s*", "", inner)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>\n'


def licences(modules: Path) -> str:
    """Gather the licences of what is copied, as each of them asks."""
    parts = []
    for package, path in LICENCES.items():
        file = modules / path
        text = (
            file.read_text()
            if file.exists()
            else json.loads((modules / package / "package.json").read_text())["license"]
        )
        parts.append(f"== {package} {PACKAGES[package]} ==\n{text.strip()}\n")
    return "\n".join(parts)


def checksums() -> str:
    """List the SHA-256 of every vendored file."""
    files = sorted(path for path in TARGET.iterdir() if path.name != "CHECKSUMS")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    sys.exit(main())
