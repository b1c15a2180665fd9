"""Packs a folder of Python source for Lambda: the same files give the same digest, whenever they are packed."""

import hashlib
import importlib.util
import io
import py_compile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from local.problems import StartProblem

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Archive:
    digest: str
    content: bytes


def pack(folder: Path, prefix: str = "") -> Archive:
    """Every file of the folder below `prefix`, with the Python files compiled for this interpreter."""
    files = {prefix + file.relative_to(folder).as_posix(): file for file in sorted(_files(folder))}
    digest = hashlib.sha256()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files.items():
            content = file.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
            if file.suffix == ".py":
                archive.writestr(zipfile.ZipInfo(importlib.util.cache_from_source(name), _EPOCH), _compiled(file))
    return Archive(digest.hexdigest(), packed.getvalue())


def _files(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    ]


def _compiled(file: Path) -> bytes:
    # Unchecked: unpacking changes the times of the files, and saves each cold start from compiling again.
    with tempfile.TemporaryDirectory() as place:
        target = str(Path(place) / "compiled")
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        try:
            py_compile.compile(str(file), target, doraise=True, invalidation_mode=mode)
        except py_compile.PyCompileError as error:
            problem = f"{file} does not compile: {error.exc_value}"
            raise StartProblem(problem) from None
        return Path(target).read_bytes()
