"""`python slim.py <folder>`: Powertools in that folder no longer imports what nobody here uses.

Two of its packages do nothing at import but import all that they have: resolvers for kinds of HTTP that are not ours,
with asyncio behind them, and thirty kinds of events. That was a twelfth of a cold start. Only their names that the rest
of it needs stay; whatever else is wanted is imported from its own module.
"""

import sys
from pathlib import Path

KEPT: dict[str, dict[str, tuple[str, ...]]] = {
    "event_handler": {"api_gateway": ("APIGatewayHttpResolver", "ApiGatewayResolver", "Response")},
    "utilities/data_classes": {
        "alb_event": ("ALBEvent",),
        "api_gateway_proxy_event": ("APIGatewayProxyEvent", "APIGatewayProxyEventV2"),
        "bedrock_agent_event": ("BedrockAgentEvent",),
        "lambda_function_url_event": ("LambdaFunctionUrlEvent",),
        "s3_event": ("S3Event",),
        "vpc_lattice": ("VPCLatticeEvent", "VPCLatticeEventV2"),
    },
}


def slim(folder: Path) -> None:
    """Raises FileNotFoundError where Powertools is not, or looks different."""
    for package, modules in KEPT.items():
        names = folder / "aws_lambda_powertools" / package / "__init__.py"
        # Another file, not this one with other words: installers link the same file into every place that has it.
        names.unlink()
        names.write_text("".join(f"from .{one} import {', '.join(modules[one])}\n" for one in modules), "utf-8")


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
