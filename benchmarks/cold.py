"""`make benchmark-cold`: what a cold start costs in processor time, and what is uploaded.

Cold: each function as `sam build` made it for this machine, in a fresh process of Lambda's Python: its handler is
imported and the clients that its role lets it use are made, through the services as the function does. In turn with
it, bare boto3 makes the same clients. Processor time (user and system), medians of runs that are spread over the whole
time of the benchmark: a machine that is shared is fast and slow by the minute. Where valgrind is at hand the
instructions of both are counted too; then their ratio, which is the same in every run, is held against the limit.

What a page takes once all that is done: `benchmarks.warm`.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import botocore
from samtranslator.yaml_helper import yaml_parse

from benchmarks import instructions
from benchmarks.warm import warm

ROUNDS = 21
MOST = {"web": 1.3, "letters": 1.5}
MOST_MEGABYTES = 12.0

# What of a role's permissions becomes a client, and by which service of ours the code gets at it; '' where the
# function's variables say which.
_CLIENTS = {
    "dynamodb:GetItem": ("dynamodb", "store"),
    "dynamodb:Query": ("dynamodb", "store"),
    "dynamodb:BatchWriteItem": ("dynamodb", "store"),
    "cognito-idp": ("cognito-idp", ""),
    "kms": ("kms", "keys"),
    "s3": ("s3", "files"),
    "ses": ("sesv2", "mail"),
    "sns": ("sns", "push"),
    "sqs:SendMessage": ("sqs", ""),
}
_BARE = """
import sys, time; began = time.process_time()
import boto3
session = boto3.Session(region_name="eu-west-1")
for name in sys.argv[1].split(","): session.client(name)
print(time.process_time() - began)
"""
_OURS = """
import importlib, sys, time; began = time.process_time()
importlib.import_module(sys.argv[1])
from common.cloud.services import services
for name in sys.argv[2].split(","): getattr(services(), name)
print(time.process_time() - began)
"""
_RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six.py", "urllib3")


@dataclass(frozen=True)
class Function:
    """module: of its handler. clients: names of boto3. properties: of our services, for the same clients."""

    name: str
    module: str
    kind: str
    folders: tuple[Path, ...]
    clients: tuple[str, ...]
    properties: tuple[str, ...]
    variables: tuple[str, ...]


def functions(build: Path) -> list[Function]:
    template = yaml_parse((build / "template.yaml").read_text("utf-8"))
    resources = template["Resources"]
    shared = template["Globals"]["Function"]
    found = []
    for name, resource in resources.items():
        if resource["Type"] != "AWS::Serverless::Function":
            continue
        own = resource["Properties"]
        module = own["Handler"].rpartition(".")[0]
        layers = [layer["Ref"] for layer in (*shared["Layers"], *own.get("Layers", []))]
        is_web = any(event["Type"] == "HttpApi" for event in own["Events"].values())
        kind = "letters" if "TypesettingLayer" in layers else "web" if is_web else "queue"
        variables = {**shared["Environment"]["Variables"], **own.get("Environment", {}).get("Variables", {})}
        services = {"cognito-idp": _pool(variables), "sqs": _queue(variables)}
        used = _used(resources[own["Role"]["Fn::GetAtt"][0]], services)
        found.append(
            Function(
                name.removesuffix("Function"),
                module,
                kind,
                (build / name, *(build / layer / "python" for layer in layers)),
                tuple(client for client, _ in used),
                tuple(service for _, service in used),
                tuple(variables),
            )
        )
    return found


def _used(role: dict[str, Any], services: dict[str, str]) -> list[tuple[str, str]]:
    """Clients and services of a role. Without a queue of its own it is the stream that sends, to the dead letters."""
    statements = role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    actions = [action for statement in statements for action in statement["Action"]]
    used = [_CLIENTS.get(action) or _CLIENTS.get(action.partition(":")[0]) for action in actions]
    named = [(client, service or services[client]) for client, service in filter(None, used)]
    return list(dict.fromkeys((client, service) for client, service in named if service))


def _queue(variables: dict[str, Any]) -> str:
    """The service for the queue that a function sends to; '' where it sends to none."""
    return next((name.lower().removesuffix("_url") for name in variables if name.endswith("_QUEUE_URL")), "")


def _pool(variables: dict[str, Any]) -> str:
    """The service for the accounts that a function knows."""
    return "accounts" if "PARENTS_POOL_ID" in variables else "staff_accounts"


def run(python: str, script: str, arguments: list[str], folders: tuple[Path, ...], variables: tuple[str, ...]) -> float:
    """Seconds of processor time that the script says it took."""
    command, environment = [python, "-c", script, *arguments], _environment(folders, variables)
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def _environment(folders: tuple[Path, ...], variables: tuple[str, ...]) -> dict[str, str]:
    return {
        **dict.fromkeys(variables, "10"),
        "PATH": os.environ["PATH"],
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "PYTHONPATH": os.pathsep.join(map(str, folders)),
    }


def runtime(python: str, folder: Path) -> Path:
    """boto3 as Lambda's runtime has it, compiled for its Python."""
    installed = Path(botocore.__file__).parents[1]
    for name in _RUNTIME:
        if name.endswith(".py"):
            shutil.copy(installed / name, folder / name)
        else:
            shutil.copytree(installed / name, folder / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.pyc"))
    subprocess.run([python, "-m", "compileall", "-q", folder], check=True)
    return folder


def compare(python: str, every: list[Function], brought: Path) -> dict[str, tuple[float, float]]:
    """Milliseconds of each function and of bare boto3 with its clients."""
    ours: dict[str, list[float]] = {}
    bare: dict[tuple[str, ...], list[float]] = {}
    for _ in range(ROUNDS):
        done = set()
        for one in every:
            arguments = [one.module, ",".join(one.properties)]
            mine = run(python, _OURS, arguments, (*one.folders, brought), one.variables)
            ours.setdefault(one.name, []).append(1000 * mine)
            if one.clients not in done:
                done.add(one.clients)
                bare.setdefault(one.clients, []).append(
                    1000 * run(python, _BARE, [",".join(one.clients)], (brought,), ())
                )
    return {one.name: (median(ours[one.name]), median(bare[one.clients])) for one in every}


def count(python: str, every: list[Function], brought: Path) -> dict[str, float]:
    """How many times the instructions of bare boto3 each function takes; those of Python's own start taken off both."""
    start = instructions.count([python, "-c", "pass"], _environment((), ()))

    @cache
    def bare(clients: tuple[str, ...]) -> int:
        return instructions.count([python, "-c", _BARE, ",".join(clients)], _environment((brought,), ())) - start

    def ours(one: Function) -> int:
        command = [python, "-c", _OURS, one.module, ",".join(one.properties)]
        return instructions.count(command, _environment((*one.folders, brought), one.variables)) - start

    return {one.name: ours(one) / bare(one.clients) for one in every}


def zipped(*folders: Path) -> float:
    """Megabytes of what is uploaded."""
    total = 0
    for folder in folders:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        total += len(content.getvalue())
    return total / 1e6


def cold(python: str, build: Path) -> bool:
    brought = runtime(python, build.parent / "runtime")
    good = True
    every = functions(build)
    measured = compare(python, every, brought)
    counted = count(python, every, brought) if instructions.can_count() else {}
    print("cold start       ours ms  boto3 ms  ratio  counted  most")
    for one in every:
        ours, bare = measured[one.name]
        ratio = ours / bare
        most = MOST.get(one.kind)
        over = most is not None and counted.get(one.name, ratio) > most
        good = good and not over
        told = f"{counted[one.name]:.2f}" if counted else ""
        print(f"{one.name:17} {ours:6.0f} {bare:9.0f} {ratio:6.2f} {told:>8}  {most or '':4} {'over' if over else ''}")
    for name, folders, limit in (
        ("web", (build / "RegisterFunction", build / "CommonLayer"), MOST_MEGABYTES),
        (
            "letters",
            tuple(build / one for one in ("LettersFunction", "CommonLayer", "TypesettingLayer", "FontsLayer")),
            None,
        ),
    ):
        size = zipped(*folders)
        over = limit is not None and size > limit
        good = good and not over
        print(f"{name}, zipped: {size:.1f} MB{f' of at most {limit:.0f}' if limit else ''} {'over' if over else ''}")
    return good


def main(python: str, build: Path) -> int:
    version = subprocess.run([python, "-V"], check=True, capture_output=True, text=True).stdout.strip()
    print(json.dumps({"python": version, "boto3": botocore.__version__, "rounds": ROUNDS}))
    results = (cold(python, build), warm())
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]).resolve()))
