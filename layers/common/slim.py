"""`python slim.py <folder>`: what is installed in that folder is less, and imports less, where nobody here uses it.

Some packages of Powertools do nothing at import but import all that they have: metrics and traces, resolvers for kinds
of HTTP that are not ours, with asyncio behind them, and thirty kinds of events. That was a tenth of a cold start. Only
their names that the rest of it needs stay; whatever else is wanted is imported from its own module. Its batches bring
its models of Kafka's messages along wherever pydantic is, and asyncio for what is none of ours, and no longer do. Of
the world's time zones only ours stays.
"""

import shutil
import sys
from pathlib import Path

KEPT: dict[str, dict[str, tuple[str, ...]]] = {
    "": {"logging": ("Logger",)},
    "event_handler": {"api_gateway": ("APIGatewayHttpResolver", "ApiGatewayResolver", "Response")},
    "event_handler/openapi": {"exceptions": ("OpenAPIMergeError",)},
    "utilities/data_classes": {
        "alb_event": ("ALBEvent",),
        "api_gateway_proxy_event": ("APIGatewayProxyEvent", "APIGatewayProxyEventV2"),
        "bedrock_agent_event": ("BedrockAgentEvent",),
        "lambda_function_url_event": ("LambdaFunctionUrlEvent",),
        "s3_event": ("S3Event",),
        "vpc_lattice": ("VPCLatticeEvent", "VPCLatticeEventV2"),
    },
}
# Of Powertools' batches, with what stands there instead.
_LINES = (
    ("utilities/batch/types.py", 'has_pydantic = "pydantic" in sys.modules', "has_pydantic = False"),
    ("utilities/batch/base.py", "import asyncio\n", ""),
)
_ZONE = "Europe/Amsterdam"


def slim(folder: Path) -> None:
    """Raises FileNotFoundError or ValueError where something is not there, or looks different."""
    powertools = folder / "aws_lambda_powertools"
    for package, modules in KEPT.items():
        names = "".join(f"from .{one} import {', '.join(modules[one])}\n" for one in modules)
        _rewrite(powertools / package / "__init__.py", names)
    for file, asked, instead in _LINES:
        before, line, after = (powertools / file).read_text("utf-8").partition(asked)
        if not line:
            raise ValueError(asked)
        _rewrite(powertools / file, before + instead + after)
    _forget_zones(folder / "tzdata/zoneinfo")


def _rewrite(file: Path, text: str) -> None:
    """Another file, not this one with other words: installers link the same file into every place that has it."""
    file.unlink()
    file.write_text(text, "utf-8")


def _forget_zones(zones: Path) -> None:
    kept = (zones / _ZONE).read_bytes()
    shutil.rmtree(zones)
    (zones / _ZONE).parent.mkdir(parents=True)
    (zones / _ZONE).write_bytes(kept)


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
