"""The routes of the HTTP API, which MiniStack does not take from the template: set as they should be."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client


def set_routes(api: "ApiGatewayV2Client", api_id: str, wanted: Mapping[str, str]) -> None:
    """wanted: route key → ARN of its function. Routes that are not wanted any more are removed."""
    known = {route["RouteKey"]: route for route in api.get_routes(ApiId=api_id)["Items"]}
    for key in known.keys() - wanted.keys():
        api.delete_route(ApiId=api_id, RouteId=known[key]["RouteId"])
    targets = _targets(api, api_id, set(wanted.values()))
    for key, function in wanted.items():
        if key not in known:
            api.create_route(ApiId=api_id, RouteKey=key, Target=targets[function])
        elif known[key].get("Target") != targets[function]:
            api.update_route(ApiId=api_id, RouteId=known[key]["RouteId"], Target=targets[function])


def _targets(api: "ApiGatewayV2Client", api_id: str, functions: set[str]) -> dict[str, str]:
    """Function → its integration, made where it is missing."""
    known = {
        integration.get("IntegrationUri"): integration["IntegrationId"]
        for integration in api.get_integrations(ApiId=api_id)["Items"]
    }
    return {
        function: f"integrations/{known.get(function) or _integrate(api, api_id, function)}" for function in functions
    }


def _integrate(api: "ApiGatewayV2Client", api_id: str, function: str) -> str:
    return api.create_integration(
        ApiId=api_id, IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="2.0"
    )["IntegrationId"]
