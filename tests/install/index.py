"""A package index on disk, of stand-ins: wheels with the names, versions and metadata of others, and no code."""

import base64
import hashlib
import os
import zipfile
from pathlib import Path


def add(index: Path, name: str, version: str, metadata: str = "", files: dict[str, str] | None = None) -> str:
    """Put the stand-in into the index and return its hash; ``metadata`` are lines such as ``Requires-Dist``."""
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    content = (files or {}) | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    folder = index / name
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in content.items():
            archive.writestr(zipfile.ZipInfo(path), text)  # without a date: the same content, the same hash
        record = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in content.items()]
        archive.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,"]) + "\n")
    links = (f'<a href="{path.name}">{path.name}</a>' for path in sorted(folder.glob("*.whl")))
    (folder / "index.html").write_text("<!doctype html>\n" + "\n".join(links))
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def environment(index: Path) -> dict[str, str]:
    """What makes pip look into this index and nowhere else, whatever the machine's settings are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index.as_uri(), "PIP_NO_CACHE_DIR": "1"}
