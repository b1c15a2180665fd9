"""The distribution in front: it passes on what is read, keeps no page, and writes down nobody."""

import re
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from common.web import edge
from letters import logos
from local.edge import passed_on

ROOT = Path(__file__).parents[2]
EDGE = ROOT / "edge.yaml"
TEMPLATE: dict[str, Any] = yaml_parse(EDGE.read_text("utf-8"))
MAIN: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
DISTRIBUTION: dict[str, Any] = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
BEHAVIORS: list[dict[str, Any]] = [DISTRIBUTION["DefaultCacheBehavior"], *DISTRIBUTION["CacheBehaviors"]]
FIREWALL: dict[str, Any] = RESOURCES["WebAcl"]["Properties"]
RULES: dict[str, dict[str, Any]] = {one["Name"]: one for one in FIREWALL["Rules"]}
ALL_METHODS = {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}


def kept(behavior: dict[str, Any]) -> dict[str, Any]:
    policy: dict[str, Any] = RESOURCES[behavior["CachePolicyId"]["Ref"]]["Properties"]["CachePolicyConfig"]
    return policy


def parameter(template: dict[str, Any], name: str, value: str) -> bool:
    """Whether it may have this value."""
    return bool(re.fullmatch(template["Parameters"][name]["AllowedPattern"], value))


@pytest.mark.parametrize("behavior", ["", "/api/*"])
def test_what_is_read_is_passed_on_and_nothing_else(behavior: str) -> None:
    assert passed_on(EDGE, behavior) == edge.READ


def test_headers_are_only_read_through_the_list() -> None:
    code = [*(ROOT / "layers" / "common" / "common").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    lines = [line for one in code for line in one.read_text("utf-8").splitlines()]
    reading = [line for line in lines if re.search(r"event\.headers|event\S*[\[(].headers.[\])]", line)]
    assert len(reading) >= 4
    assert [line for line in reading if "edge.read(" not in line and "edge.came_through(" not in line] == []


def test_the_api_knows_its_own_host_and_the_secret() -> None:
    ((origin),) = DISTRIBUTION["Origins"]
    assert "host" not in passed_on(EDGE)
    assert origin["DomainName"] == {"Ref": "ApiDomain"}
    assert origin["OriginCustomHeaders"] == [{"HeaderName": edge.SECRET, "HeaderValue": {"Ref": "OriginSecret"}}]
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


@pytest.mark.parametrize("template", [TEMPLATE, MAIN], ids=["edge", "main"])
def test_nobody_deploys_without_thinking_of_the_secret(template: dict[str, Any]) -> None:
    secret = template["Parameters"]["OriginSecret"]
    assert secret["NoEcho"] is True
    assert "Default" not in secret
    assert parameter(template, "OriginSecret", "a" * 32)
    assert not parameter(template, "OriginSecret", "a" * 31)


def test_two_secrets_are_good_while_one_replaces_the_other_and_one_is_sent() -> None:
    both = f"{'a' * 32},{'b' * 32}"
    assert parameter(MAIN, "OriginSecret", both)
    assert not parameter(TEMPLATE, "OriginSecret", both)
    assert not parameter(TEMPLATE, "OriginSecret", "")


@pytest.mark.parametrize("template", [TEMPLATE, MAIN], ids=["edge", "main"])
def test_the_site_has_a_name_that_outlives_its_stack(template: dict[str, Any]) -> None:
    assert parameter(template, "SiteUrl", "https://ouders.example.nl")
    for passing in (
        "https://d111111abcdef8.cloudfront.net",
        "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com",
        "http://ouders.example.nl",
        "https://ouders.example.nl/",
        "ouders.example.nl",
        "",
    ):
        assert not parameter(template, "SiteUrl", passing), passing


@pytest.mark.parametrize("name", TEMPLATE["Parameters"])
def test_every_parameter_is_in_the_deploy_guide(name: str) -> None:
    assert f"`{name}`" in DEPLOY


def test_pages_are_not_kept() -> None:
    for behavior in BEHAVIORS:
        policy = kept(behavior)
        assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0)
        assert policy["MaxTTL"] == (31536000 if behavior.get("PathPattern") == "/static/*" else 1)


def test_a_page_that_were_kept_would_only_meet_its_own_reader() -> None:
    key = kept(DISTRIBUTION["DefaultCacheBehavior"])["ParametersInCacheKeyAndForwardedToOrigin"]
    assert key["CookiesConfig"] == {"CookieBehavior": "all"}
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert key["HeadersConfig"]["Headers"] == ["authorization"]


def test_no_error_is_kept_for_the_next_reader() -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html"""
    lives = {one["ErrorCode"]: one["ErrorCachingMinTTL"] for one in DISTRIBUTION["CustomErrorResponses"]}
    assert lives == dict.fromkeys((400, 403, 404, 405, 414, 500, 501, 502, 503, 504), 0)
    assert all(set(one) == {"ErrorCode", "ErrorCachingMinTTL"} for one in DISTRIBUTION["CustomErrorResponses"])


def test_static_files_are_packed_and_shared() -> None:
    (static,) = (one for one in BEHAVIORS if one.get("PathPattern") == "/static/*")
    assert static["Compress"] is True
    assert passed_on(EDGE, "/static/*") == {"accept-encoding"}
    assert set(static["AllowedMethods"]) == {"GET", "HEAD"}


def test_everything_else_takes_forms_and_the_calls_of_programs() -> None:
    for behavior in BEHAVIORS:
        if behavior.get("PathPattern") != "/static/*":
            assert set(behavior["AllowedMethods"]) == ALL_METHODS


def test_nothing_is_said_in_the_clear() -> None:
    assert {one["ViewerProtocolPolicy"] for one in BEHAVIORS} == {"redirect-to-https", "https-only"}
    (api,) = (one for one in BEHAVIORS if one.get("PathPattern") == "/api/*")
    assert api["ViewerProtocolPolicy"] == "https-only"
    assert DISTRIBUTION["ViewerCertificate"]["MinimumProtocolVersion"] in {"TLSv1.2_2021", "TLSv1.2_2025"}
    assert (DISTRIBUTION["HttpVersion"], DISTRIBUTION["IPV6Enabled"]) == ("http2and3", True)


def test_answers_keep_the_headers_that_the_functions_gave_them() -> None:
    assert not [one for one in BEHAVIORS if "ResponseHeadersPolicyId" in one]
    assert not [one for one in BEHAVIORS if "FunctionAssociations" in one or "LambdaFunctionAssociations" in one]


def test_the_log_tells_of_no_path_query_address_or_cookie() -> None:
    fields = set(RESOURCES["LogsDelivered"]["Properties"]["RecordFields"])
    assert fields == {
        "date", "time", "x-edge-location", "cs-method", "sc-status", "sc-bytes", "time-taken", "x-edge-result-type",
        "x-edge-detailed-result-type", "x-edge-request-id", "cs-protocol-version", "ssl-protocol",
    }  # fmt: skip
    assert "Logging" not in DISTRIBUTION, "the old kind writes every field"
    assert RESOURCES["Logs"]["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}


def test_the_firewall_keeps_no_sample_and_writes_no_log() -> None:
    for one in (FIREWALL, *RULES.values()):
        assert one["VisibilityConfig"]["SampledRequestsEnabled"] is False
    assert "AWS::WAFv2::LoggingConfiguration" not in {one["Type"] for one in RESOURCES.values()}


def test_the_firewall_stands_before_the_distribution_and_refuses() -> None:
    off = {"Ref": "AWS::NoValue"}
    assert DISTRIBUTION["WebACLId"] == {"Fn::If": ["HasFirewall", {"Fn::GetAtt": ["WebAcl", "Arn"]}, off]}
    assert set(RULES["forms-of-one-address"]["Action"]) == set(RULES["too-large"]["Action"]) == {"Block"}
    assert RULES["forms-of-one-address"]["Statement"]["RateBasedStatement"]["Limit"] <= 2000
    groups = {one["Statement"].get("ManagedRuleGroupStatement", {}).get("Name") for one in RULES.values()}
    assert groups == {
        None,
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesCommonRuleSet",
    }


def test_an_evening_at_school_passes_the_firewall() -> None:
    """150 registrations of ten forms each, all within one window and from one address."""
    rate = RULES["forms-of-one-address"]["Statement"]["RateBasedStatement"]
    assert (rate["AggregateKeyType"], rate["EvaluationWindowSec"]) == ("IP", 300)
    assert rate["Limit"] >= 150 * 10
    assert rate["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"] == "POST"


def test_the_largest_picture_passes_the_firewall_and_what_lambda_does_not_take_does_not() -> None:
    too_large = re.compile(RULES["too-large"]["Statement"]["RegexMatchStatement"]["RegexString"])
    in_base64 = logos.LARGEST_FILE * 4 // 3 + 1000
    assert not [size for size in (0, 999, in_base64, 5_999_999) if too_large.match(str(size))]
    assert [size for size in (6_000_000, 6_500_000, 9_999_999, 10_000_000) if not too_large.match(str(size))] == []


def test_what_people_write_is_counted_by_the_firewall_not_lost() -> None:
    group = RULES["common"]["Statement"]["ManagedRuleGroupStatement"]
    counted = {one["Name"] for one in group["RuleActionOverrides"] if one["ActionToUse"] == {"Count": {}}}
    assert counted == {
        "SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY", "NoUserAgent_HEADER",
    }  # fmt: skip
    assert not [one for one in RULES.values() if one.get("OverrideAction", {"None": {}}) != {"None": {}}]


def test_what_the_firewall_refuses_is_counted_under_the_names_that_its_alarm_asks_for() -> None:
    asked = {one["Name"]: one["Value"] for one in RESOURCES["FormsBlockedAlarm"]["Properties"]["Dimensions"]}
    assert asked["WebACL"] == FIREWALL["Name"] == FIREWALL["VisibilityConfig"]["MetricName"]
    assert RULES[asked["Rule"]]["VisibilityConfig"]["MetricName"] == asked["Rule"]
    assert RESOURCES["FormsBlockedAlarm"]["Condition"] == RESOURCES["WebAcl"]["Condition"]
