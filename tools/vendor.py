"""Renew or check the vendored front-end files: `python -m tools.vendor [--check]`."""

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "web" / "static" / "vendor"
MANIFEST = VENDOR / "VENDOR.toml"
FONTS = ("Regular", "Italic", "Medium", "MediumItalic", "SemiBold", "SemiBoldItalic", "Bold", "BoldItalic")
FONT_PATH = "fonts/IBMPlexSans/complete/woff2/IBMPlexSans-{}.woff2"

PACKAGES = {
    "dkfds": {
        "version": "11.2.0",
        "licence": "MIT; IBM Plex Sans: OFL-1.1; icons: Apache-2.0",
        "files": {
            "dist/css/dkfds.min.css": "css/dkfds.min.css",
            "dist/js/dkfds.min.js": "js/dkfds.min.js",
            "dist/img/all-svg-icons.svg": "img/all-svg-icons.svg",
            "LICENSE.md": "LICENSE.md",
        }
        | {f"dist/{FONT_PATH.format(font)}": FONT_PATH.format(font) for font in FONTS},
        "changes": [
            "dkfds.min.css: @font-face keeps woff2 only; the face of local system fonts is left out",
            "dkfds.min.css: the classes .icon-<name> and the logo pictures are left out (the sprite is used)",
            "js: the comment naming a source map is left out",
        ],
    },
    "htmx.org": {
        "version": "4.0.1",
        "licence": "0BSD",
        "files": {
            "dist/htmx.min.js": "htmx.min.js",
            "dist/ext/hx-sse.min.js": "hx-sse.min.js",
            "LICENSE": "LICENSE",
        },
        "changes": ["js: the comment naming a source map is left out"],
    },
}


def main(args: list[str]) -> int:
    """Exit 0 when renewed or unchanged, 1 when a file differs from its recorded hash."""
    if args == ["--check"]:
        return check()
    if args:
        print("usage: python -m tools.vendor [--check]", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for name in PACKAGES:
            renew(name, Path(folder))
    MANIFEST.write_text(manifest(), encoding="utf-8")
    return 0


def renew(name: str, folder: Path) -> None:
    """Fetch one package and copy the files it is used for."""
    package = PACKAGES[name]
    npm = shutil.which("npm") or sys.exit("npm is missing")
    wanted = f"{name}@{package['version']}"
    subprocess.run([npm, "pack", "--silent", wanted], cwd=folder, check=True, capture_output=True)  # noqa: S603
    with tarfile.open(folder / f"{name}-{package['version']}.tgz") as archive:
        archive.extractall(folder / name, filter="data")
    root = folder / name / "package"
    for source, target in package["files"].items():
        copy(root / source, VENDOR / name / target)
    for icon in icons_used_by_css(name):
        copy(root / "dist" / icon, VENDOR / name / icon)


def copy(source: Path, target: Path) -> None:
    content = source.read_bytes()
    if target.suffix == ".css":
        content = without_unused_rules(content.decode()).encode()
    if target.suffix == ".js":
        content = re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", content)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def without_unused_rules(css: str) -> str:
    """The design system's style sheet without files that are not vendored."""

    def woff2_only(rule: re.Match[str]) -> str:
        fonts = re.findall(r'url\([^)]*\.woff2\) format\("woff2"\)', rule[0])
        return re.sub(r"src:[^}]*", f"src:{fonts[0]}", rule[0]) if fonts else ""

    css = re.sub(r"@font-face\{[^}]*\}", woff2_only, css)
    css = re.sub(r"\.icon-[a-z-]+:not\(a\)\{background-image:[^}]*\}", "", css)
    css = re.sub(r"url\(\.\./img/logo[^)]*\)", "none", css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)


def icons_used_by_css(name: str) -> list[str]:
    return sorted(
        {
            icon
            for sheet in (VENDOR / name).glob("css/*.css")
            for icon in re.findall(r"url\(\.\./(img/[^)]+)\)", sheet.read_text())
        }
    )


def manifest() -> str:
    lines = []
    for name, package in PACKAGES.items():
        lines += ["[[package]]", f'name = "{name}"', f'version = "{package["version"]}"']
        lines += [f'licence = "{package["licence"]}"', "changes = ["]
        lines += [f'  "{change}",' for change in package["changes"]]
        lines += ["]", "[package.sha256]"]
        lines += [f'"{path}" = "{digest}"' for path, digest in digests(VENDOR / name).items()]
        lines.append("")
    return "\n".join(lines)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def check() -> int:
    """Compare every vendored file with its recorded hash; name what differs."""
    wrong = []
    for package in tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["package"]:
        recorded, present = package["sha256"], digests(VENDOR / package["name"])
        wrong += [
            f"{package['name']}/{path}"
            for path in sorted(recorded.keys() | present.keys())
            if recorded.get(path) != present.get(path)
        ]
    for path in wrong:
        print(f"{path}: not as recorded in VENDOR.toml")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
