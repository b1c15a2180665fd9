"""The distribution of edge.yaml in the emulated AWS, and the way of a browser to it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from local.children import open_door, serve
from local.front import METHODS, Front, Headers, viewer_headers

ROOT = Path(__file__).parents[2]
# The emulated AWS has no deliveries of logs, and no alarms that reckon; tests/project looks at what these say.
_UNKNOWN = {"LogsOfDistribution", "LogsGoTo", "LogsDelivered", "SiteFailsAlarm"}


def for_emulator(aws_port: int, api_id: str) -> str:
    """edge.yaml as it is, but for what the emulated AWS does not know, and where its API is."""
    template = yaml_parse((ROOT / "edge.yaml").read_text("utf-8"))
    resources = {name: one for name, one in template["Resources"].items() if name not in _UNKNOWN}
    # It knows records, but not groups of them.
    group = resources.pop("HostRecords")
    zone = group["Properties"]["HostedZoneId"]
    for record in group["Properties"]["RecordSets"]:
        resources[f"HostRecord{record['Type']}"] = {
            "Type": "AWS::Route53::RecordSet",
            "Condition": group["Condition"],
            "Properties": {"HostedZoneId": zone, **record},
        }
    (origin,) = resources["Distribution"]["Properties"]["DistributionConfig"]["Origins"]
    origin |= {"DomainName": "localhost", "OriginPath": f"/_aws/execute-api/{api_id}/$default"}
    origin["CustomOriginConfig"] |= {"OriginProtocolPolicy": "http-only", "HTTPPort": aws_port}
    return json.dumps({**template, "Resources": resources})


class Way(Front):
    """Of a browser to the distribution: it plays the net, and the headers that CloudFront adds about a viewer."""

    def __init__(self, aws_port: int, port: int) -> None:
        super().__init__(aws_port, "", "", ())
        self.prefix = b""
        self.site = f"http://localhost:{port}"
        self._port = port

    def lead_to(self, domain: str) -> None:
        """domain: the distribution's, where the DNS would say so."""
        self.host = domain

    def _headers(self, request: Request) -> Headers:
        said = [(name, value) for name, value in request.headers.raw if name != b"host"]
        return [*said, (b"host", self.host.encode()), (b"x-forwarded-proto", b"https"), *viewer_headers(request)]

    @contextmanager
    def opened(self) -> Iterator[None]:
        loop, closing = asyncio.new_event_loop(), asyncio.Event()
        app = Starlette(routes=[Route("/{path:path}", self.answer, methods=METHODS)], lifespan=self.open)
        door = open_door(self._port)

        async def until_closed() -> Any:
            await closing.wait()

        running = threading.Thread(target=loop.run_until_complete, args=[serve(app, door.detach(), until_closed)])
        running.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(closing.set)
            running.join()
            loop.close()
