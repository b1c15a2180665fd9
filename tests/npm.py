"""Packages of npm that the tests read, without npm: one archive each, of a fixed version and content.

`python -m tests.npm` fetches them ahead.
"""

import base64
import hashlib
import io
import os
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

_CACHE = Path(__file__).parent.parent / ".cache" / "npm"
_REGISTRY = "https://registry.npmjs.org"
# Version and SHA-512, as the registry states them.
_PACKAGES = {
    "axe-core": (
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    # Firebase's own script for browsers; ours must ask for a token as it does.
    "firebase": (
        "13.2.0",
        "29ye5F+viPTv48mcljy84ZnwnrYmTTIULrWf3P113SfeTB/USIUZTs8gREreN5PmndQdKs3D06KQUPJIrFeTGw==",
    ),
    "vnu-jar": (
        "26.9.27",
        "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
    ),
}


def package(name: str) -> Path:
    """The folder of an unpacked package. Stops with one line where it cannot be had."""
    version, digest = _PACKAGES[name]
    folder = _CACHE / f"{name}-{version}"
    if not folder.exists():
        archive = _archive(name, version)
        if base64.b64encode(hashlib.sha512(archive).digest()).decode() != digest:
            sys.exit(f"The package {name} {version} of npm is not the one that was expected.")
        _CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_CACHE) as fresh, tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(fresh, filter="data")
            # At once, so that nobody finds half of it; whoever was first wins.
            with suppress(OSError):
                (Path(fresh) / "package").rename(folder)
    return folder


def _archive(name: str, version: str) -> bytes:
    registry = os.environ.get("NPM_CONFIG_REGISTRY", _REGISTRY).rstrip("/")
    try:
        with urllib.request.urlopen(f"{registry}/{name}/-/{name}-{version}.tgz", timeout=180) as answer:  # noqa: S310 - npm's, over https
            archive: bytes = answer.read()
    except urllib.error.URLError as error:
        sys.exit(f"The package {name} of npm could not be fetched from {registry}: {error.reason}")
    return archive


if __name__ == "__main__":
    for one in _PACKAGES:
        package(one)
