"""The whole system in one folder, started and stopped as one thing, by `make run` and by tests."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

import httpx

from local.aws import Aws
from local.children import KEEP, Child, open_door, plain_environment
from local.demo import open_demo_school
from local.deployment import STACK, deploy, push_application
from local.edge import passed_on
from local.problems import StartProblem
from local.remains import tell_again
from local.state import REGION, clear_remains, credentials, environment, locked, origin_secret, write_secret

ROOT = Path(__file__).parent.parent
MAIL_DOMAIN = "ouderbrief.example"  # reserved: no such domain can exist
# Of no web app that exists: the pages offer push in the browser, and Google would refuse it.
WEB_APP = {
    "FirebaseProjectId": "ouderbrief-local",
    "FirebaseAppId": "1:100000000000:web:0123456789abcdef",
    "FirebaseApiKey": "not-a-key-that-google-knows",
    "FirebaseVapidKey": "BP5DqBzHaEAldenDsZ-PBiF0unQnb3iLnyvsf8Rcs4OUZ9Wc5wtlZGIu06UQ4E2PbfF2M7v0BqDVc0y7fe-x-Wo",
}
_PATIENCE = 30.0
_MORE_PATIENCE = 300.0
# Of a function that failed; one that is only slow is answered for with 504.
_BROKEN = (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.BAD_GATEWAY)
_PAUSE = 0.05

Report = Callable[[str], None]
# The template in the emulated AWS; the outputs. As `local.deployment.deploy`.
Deploy = Callable[[Aws, Path, Mapping[str, str], Report], dict[str, str]]


@dataclass(frozen=True)
class System:
    """A running system; what `.local/system.json` says. school and api_key are '' without the demo school.

    staff: how its beheerder logs in at the desk ('email', 'password', 'totp_secret'); empty without the demo school.
    """

    parents_url: str
    school_url: str
    mailbox_url: str
    aws_endpoint: str
    region: str
    stack: str
    uploads_bucket: str
    letters_bucket: str
    table: str
    school: str
    api_key: str
    aws_access_key_id: str
    aws_secret_access_key: str
    staff: dict[str, str] = field(default_factory=dict)

    @cached_property
    def aws(self) -> Aws:
        return Aws(self.aws_endpoint, self.region, self.aws_access_key_id, self.aws_secret_access_key)


@dataclass(frozen=True)
class Place:
    """Where a system lives. root: the folder of template.yaml and the code."""

    folder: Path
    port: int
    aws_port: int
    root: Path = ROOT

    @property
    def site(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def endpoint(self) -> str:
        return f"http://localhost:{self.aws_port}"


class Running:
    """A started system and the processes it consists of."""

    def __init__(self, system: System, children: list[Child]) -> None:
        self.system = system
        self._children = children

    def dead(self) -> Child | None:
        """A process that ended though nobody stopped it."""
        return next((child for child in self._children if not child.alive), None)


@contextmanager
def running(
    folder: Path,
    port: int,
    aws_port: int,
    *,
    demo: bool = True,
    root: Path = ROOT,
    report: Report = lambda _: None,
    deploy: Deploy = deploy,
) -> Iterator[System]:
    """The system, ready to use; it ends with the block. Raises StartProblem."""
    place = Place(folder.resolve(), port, aws_port, root)
    with started(place, demo=demo, report=report, deploy=deploy) as started_system:
        try:
            yield started_system.system
        finally:
            started_system.system.aws.close()


@contextmanager
def started(place: Place, *, demo: bool, report: Report, deploy: Deploy = deploy) -> Iterator[Running]:
    with ExitStack() as stack:
        lock = stack.enter_context(locked(place.folder))
        site_door = stack.enter_context(_open_door("PORT", place.port))
        aws_door = stack.enter_context(_open_door("AWS_PORT", place.aws_port))
        summary = place.folder / "system.json"
        summary.unlink(missing_ok=True)
        aws, emulator = _start_emulator(place, aws_door, lock, stack)
        stack.callback(aws.close)
        report("emulated AWS answers")
        outputs = deploy(aws, place.root / "template.yaml", parameters(aws, place), report)
        front = _start_front(place, outputs["ApiId"], site_door, lock, stack)
        report("site answers")
        # Only now: what a start that failed left behind must not replace the state of the last good run.
        emulator.order(KEEP)
        system = _describe(place, aws, outputs)
        if system.table:
            tell_again(aws, system.stack, system.table, system.uploads_bucket)
        if demo:
            demo_school = open_demo_school(aws, outputs, report)
            system = replace(system, school=demo_school.id, api_key=demo_school.api_key, staff=demo_school.staff)
        write_secret(summary, asdict(system))
        stack.callback(summary.unlink, missing_ok=True)
        yield Running(system, [emulator, front])


@contextmanager
def emulator_alone(folder: Path, aws_port: int) -> Iterator[Aws]:
    """The emulated AWS with nothing of ours in it; it ends with the block. Raises StartProblem."""
    place = Place(folder.resolve(), 0, aws_port)
    with ExitStack() as stack:
        lock = stack.enter_context(locked(place.folder))
        aws, _ = _start_emulator(place, stack.enter_context(_open_door("AWS_PORT", aws_port)), lock, stack)
        stack.callback(aws.close)
        yield aws


def _open_door(name: str, port: int) -> socket.socket:
    try:
        return open_door(port)
    except OSError as error:
        problem = f"Port {port} cannot be used ({error.strerror}); choose another with {name}=…"
        raise StartProblem(problem) from None


def _start_emulator(place: Place, door: socket.socket, lock: int, stack: ExitStack) -> tuple[Aws, Child]:
    owner = credentials(place.folder)
    clear_remains(place.folder)
    emulator = Child(
        "local.emulator",
        str(place.folder),
        door=door,
        log=place.folder / "emulator.log",
        environment=environment(place.folder, place.aws_port, owner),
        lock=lock,
    )
    door.close()
    stack.callback(emulator.stop)
    _wait_for(f"{place.endpoint}/_ministack/health", emulator)
    return Aws(place.endpoint, REGION, owner.access_key_id, owner.secret_access_key), emulator


def _start_front(place: Place, api_id: str, door: socket.socket, lock: int, stack: ExitStack) -> Child:
    front = Child(
        "local.front",
        str(place.folder),
        str(place.aws_port),
        api_id,
        ",".join(sorted(passed_on(ROOT / "edge.yaml"))),
        door=door,
        log=place.folder / "front.log",
        environment=plain_environment(),
        lock=lock,
    )
    door.close()
    stack.callback(front.stop)
    _wait_for(f"{place.site}/_local/mailbox.json", front)
    # What a run before left half done goes on meanwhile, on the same processors: that start takes longer.
    _wait_for(f"{place.site}/", front, _MORE_PATIENCE)
    return front


def _wait_for(address: str, child: Child, patience: float = _PATIENCE) -> None:
    end = time.monotonic() + patience
    said = "nothing"
    while child.alive and time.monotonic() < end:
        try:
            answer = httpx.get(address, timeout=_PATIENCE, follow_redirects=True, trust_env=False)
        except httpx.TransportError:
            said = "nothing"
        else:
            if answer.is_success:
                return
            said = str(answer.status_code)
            if answer.status_code in _BROKEN:
                break
        time.sleep(_PAUSE)
    problem = f"{address} answers {said}: see {child.log} and {child.log.with_name('functions.log')}"
    raise StartProblem(problem)


def parameters(aws: Aws, place: Place) -> dict[str, str]:
    return {
        "SiteUrl": place.site,
        "OriginSecret": origin_secret(place.folder),
        "MailDomain": MAIL_DOMAIN,
        "JwksBaseUrl": place.endpoint,
        "FirebaseApplicationArn": push_application(aws),
        **WEB_APP,
    }


def _describe(place: Place, aws: Aws, outputs: dict[str, str]) -> System:
    return System(
        parents_url=place.site,
        school_url=f"{place.site}/school",
        mailbox_url=f"{place.site}/_local/mailbox",
        aws_endpoint=place.endpoint,
        region=REGION,
        stack=STACK,
        uploads_bucket=outputs["UploadsBucket"],
        letters_bucket=outputs["LettersBucket"],
        table=outputs["TableName"],
        school="",
        api_key="",
        aws_access_key_id=aws.access_key_id,
        aws_secret_access_key=aws.secret_access_key,
    )
