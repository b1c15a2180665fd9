"""The SAM CLI, unmodified, in an environment of its own: what it builds, and deploys to an emulated AWS."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from local.aws import Aws

ROOT = Path(__file__).parents[2]
_TOOLS = Path(sys.executable).parent
# The build calls uv.
_PATH = {"PATH": f"{_TOOLS}{os.pathsep}{os.environ['PATH']}", "SAM_CLI_TELEMETRY": "0"}
# All that a build reads.
_SOURCES = ("template.yaml", "watch.yaml", "build.mk", "functions", "layers")


class Sam:
    """folder: where it builds."""

    def __init__(self, folder: Path) -> None:
        self.built = folder / "built"
        self._sources = folder / "sources"

    def build(self, **variables: str) -> None:
        """variables: of build.mk.

        It builds a copy: tests compile the sources meanwhile, and a file that goes while it is copied is an error.
        """
        self._sources.mkdir(parents=True)
        for name in _SOURCES:
            copy: Callable[..., object] = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            more = {"ignore": shutil.ignore_patterns("__pycache__")} if (ROOT / name).is_dir() else {}
            copy(ROOT / name, self._sources / name, **more)
        self._run(variables, "build", "--parallel", "--build-dir", str(self.built))

    def deploy(
        self,
        aws: Aws,
        stack: str,
        parameters: Mapping[str, str],
        template: str = "template.yaml",
        environment: str = "prod",
    ) -> dict[str, str]:
        """The stack's outputs. A parameter that is not given stays as it is.

        template: among what was built. environment: of samconfig.toml, in the region of `aws`.
        """
        given = [f"{name}={value}" for name, value in parameters.items()]
        self._run(_to(aws), "deploy", *self._of(stack, template, environment), "--parameter-overrides", *given)
        (found,) = aws.stacks.describe_stacks(StackName=stack)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}

    def upgrade(self, aws: Aws, stack: str, template: str) -> tuple[int, str]:
        """The exit code, and what people are told; with one look at the doors and the alarms."""
        trial = (sys.executable, "-m", "operate", "--stack", stack, "upgrade", "--minutes", "0", "--")
        ours = os.pathsep.join(str(one) for one in (ROOT, ROOT / "layers" / "common", ROOT / "layers" / "fonts"))
        variables = {**os.environ, **_PATH, **_to(aws), "PYTHONPATH": ours}
        command = (*trial, *_sam(), "deploy", *self._of(stack, template))
        done = subprocess.run(command, cwd=self._sources, env=variables, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    def _of(self, stack: str, template: str, environment: str = "prod") -> list[str]:
        place = ["--template-file", str(self.built / template), "--stack-name", stack, "--no-confirm-changeset"]
        return [*place, "--config-file", str(ROOT / "samconfig.toml"), "--config-env", environment]

    def _run(self, variables: Mapping[str, str], *arguments: str) -> None:
        done = subprocess.run(
            [*_sam(), *arguments],
            cwd=self._sources,
            env={**os.environ, **_PATH, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, f"sam {arguments[0]} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}"


def _to(aws: Aws) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_ACCESS_KEY_ID": aws.access_key_id,
        "AWS_SECRET_ACCESS_KEY": aws.secret_access_key,
        "AWS_DEFAULT_REGION": aws.region,
    }


def _sam() -> tuple[str, ...]:
    """With the version that everything else is done with."""
    found = re.search(r"aws-sam-cli==[0-9.]+", (ROOT / "Makefile").read_text("utf-8"))
    assert found
    return str(_TOOLS / "uvx"), "--quiet", "--from", found[0], "sam"
