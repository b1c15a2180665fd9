"""Reads edge.yaml: what the distribution passes on, so that the front that plays it passes on nothing else."""

from pathlib import Path
from typing import Any

from local.template import Template


def passed_on(path: Path, behavior: str = "") -> set[str]:
    """The viewer's headers, by their names in lower case, that reach the API. behavior: its path; '' for the pages."""
    template = Template(path)
    chosen = _behaviors(template)[behavior]
    kept = dict(template.resources("AWS::CloudFront::CachePolicy"))[chosen["CachePolicyId"]["Ref"]]
    key = kept["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"]
    names = _listed(key["HeadersConfig"])
    if "OriginRequestPolicyId" in chosen:
        more = dict(template.resources("AWS::CloudFront::OriginRequestPolicy"))[chosen["OriginRequestPolicyId"]["Ref"]]
        names |= _listed(more["OriginRequestPolicyConfig"]["HeadersConfig"])
    if key["EnableAcceptEncodingGzip"]:
        names.add("accept-encoding")
    if key["CookiesConfig"]["CookieBehavior"] == "all":
        names.add("cookie")
    return names


def _behaviors(template: Template) -> dict[str, dict[str, Any]]:
    """By their paths; the default's is ''."""
    ((_, distribution),) = template.resources("AWS::CloudFront::Distribution")
    config = distribution["DistributionConfig"]
    return {"": config["DefaultCacheBehavior"]} | {one["PathPattern"]: one for one in config["CacheBehaviors"]}


def _listed(headers: dict[str, Any]) -> set[str]:
    return {name.lower() for name in headers.get("Headers", [])}
