"""The template and the code agree."""

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from common.cloud.table.deliveries import CLAIM_LIFE
from common.letters import LETTERS_KEPT_DAYS
from common.settings import Settings
from local.system import WEB_APP

ROOT = Path(__file__).parents[2]
TEMPLATE: dict[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]
FUNCTIONS = {name: one["Properties"] for name, one in RESOURCES.items() if one["Type"] == "AWS::Serverless::Function"}
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
PITR_DAYS = 35
DATA_SERVICES = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::Cognito::UserPool")


def module_of(properties: dict[str, Any]) -> Any:
    return importlib.import_module(properties["Handler"].rpartition(".")[0])


def routes_in_template(properties: dict[str, Any]) -> set[tuple[str, str]]:
    events = [one["Properties"] for one in properties["Events"].values() if one["Type"] == "HttpApi"]
    return {(one["Method"], one["Path"]) for one in events if "Path" in one}


def routes_in_code(properties: dict[str, Any]) -> set[tuple[str, str]]:
    door = getattr(module_of(properties), "app", None)
    if door is None:
        return set()
    return {
        (route.method, re.sub(r"<(\w+)>", r"{\1}", route.path)) for route in door._static_routes + door._dynamic_routes
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_built_so_that_it_ships_compiled(name: str) -> None:
    assert RESOURCES[name]["Metadata"] == {"BuildMethod": "makefile"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_route_of_the_template_has_its_handler_and_the_other_way_round(name: str) -> None:
    in_template = routes_in_template(FUNCTIONS[name])
    heads = {path for method, path in in_template if method == "HEAD"}
    in_code = routes_in_code(FUNCTIONS[name])
    # HEAD is answered by the handler of GET.
    assert {route for route in in_template if route[0] != "HEAD"} == in_code
    assert {("GET", path) for path in heads} <= in_code


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_handler_a_role_and_a_log_group_of_its_own(name: str) -> None:
    properties, short = FUNCTIONS[name], name.removesuffix("Function")
    assert callable(getattr(module_of(properties), "handler"))  # noqa: B009 - the name comes from the template
    assert properties["Role"] == {"Fn::GetAtt": [f"{short}Role", "Arn"]}
    assert properties["LoggingConfig"]["LogGroup"] == {"Ref": f"{short}Logs"}


def test_functions_are_given_settings_that_exist_and_no_setting_is_given_to_nobody() -> None:
    known = {field.name.upper() for field in fields(Settings)} - {"AWS_REGION"}
    everywhere = set(TEMPLATE["Globals"]["Function"]["Environment"]["Variables"])
    own = {name for one in FUNCTIONS.values() for name in one.get("Environment", {}).get("Variables", {})}
    assert everywhere | own == known


def statements() -> list[tuple[str, dict[str, Any]]]:
    roles = [(name, one["Properties"]) for name, one in RESOURCES.items() if one["Type"] == "AWS::IAM::Role"]
    return [(n, s) for n, role in roles for policy in role["Policies"] for s in policy["PolicyDocument"]["Statement"]]


@pytest.mark.parametrize(("role", "statement"), statements())
def test_no_role_may_do_everything_or_touch_everything(role: str, statement: dict[str, Any]) -> None:
    assert statement["Effect"] == "Allow", role
    assert not [action for action in statement["Action"] if "*" in action], role
    resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
    assert "*" not in resources, role


def test_only_the_letters_function_may_make_codes() -> None:
    allowed = {role for role, statement in statements() if "MakeKey" in str(statement["Resource"])}
    assert allowed == {"LettersRole"}


def test_every_function_that_has_a_key_has_those_of_all_epochs_and_may_use_them() -> None:
    for name, properties in FUNCTIONS.items():
        role = properties["Role"]["Fn::GetAtt"][0]
        allowed = str([statement["Resource"] for one, statement in statements() if one == role])
        for kind, setting in (("Make", "MAKE_KEY_ID"), ("Find", "FIND_KEY_ID")):
            given = properties.get("Environment", {}).get("Variables", {}).get(setting)
            keys = {"Fn::If": [f"Has{kind}Keys", {"Ref": f"{kind}Keys"}, {"Fn::GetAtt": [f"{kind}Key", "Arn"]}]}
            assert given in (None, keys), name
            assert (given is not None) == (str(keys) in allowed), name


def test_data_stays_when_the_stack_goes() -> None:
    """But not what a first deployment made before it failed: a bucket would stand in the way of the next try. The data
    key stays even then, as it came by an update, in the middle of which files may have been encrypted with it.
    """
    for name, resource in RESOURCES.items():
        if resource["Type"] in DATA_SERVICES:
            policies = (resource["DeletionPolicy"], resource["UpdateReplacePolicy"])
            assert policies == ("Retain" if name == "DataKey" else "RetainExceptOnCreate", "Retain"), name


@pytest.mark.parametrize("name", ["ParentsPool", "StaffPool"])
def test_a_pool_of_an_earlier_stack_is_used_wherever_this_one_s_would_be(name: str) -> None:
    given = f"Existing{name}Id"
    assert RESOURCES[name]["Condition"] == f"Own{name}"
    assert TEMPLATE["Conditions"][f"Own{name}"] == {"Fn::Equals": [{"Ref": given}, ""]}
    everywhere = [RESOURCES, TEMPLATE["Outputs"]]
    own, instead = re.compile(rf'"(Ref|Fn::GetAtt)": \[?"{name}"'), re.compile(rf"\b{given}\b")
    chosen = [one for one in choices(everywhere) if one[0] == f"Own{name}"]
    assert all(own.search(json.dumps(one[1])) and instead.search(json.dumps(one[2])) for one in chosen)
    assert len(chosen) == len(own.findall(json.dumps(everywhere))) > 0


def choices(node: Any) -> Iterator[list[Any]]:
    """The arguments of every Fn::If."""
    if isinstance(node, dict) and "Fn::If" in node:
        yield node["Fn::If"]
    for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from choices(one)


@pytest.mark.parametrize("kind", ["Make", "Find"])
def test_a_key_of_an_earlier_stack_is_used_wherever_this_one_s_would_be(kind: str) -> None:
    everywhere = json.dumps(RESOURCES)
    own = json.dumps({"Fn::GetAtt": [f"{kind}Key", "Arn"]})
    chosen = json.dumps({"Fn::If": [f"Has{kind}Keys", {"Ref": f"{kind}Keys"}, {"Fn::GetAtt": [f"{kind}Key", "Arn"]}]})
    assert everywhere.count(own) == everywhere.count(chosen) > 0


def test_an_earlier_stack_is_taken_over_whole() -> None:
    (rule,) = TEMPLATE["Rules"]["PoolsComeWithTheirKeys"]["Assertions"]
    _, taken_over = rule["Assert"]["Fn::Or"]
    asked = ("ExistingParentsPoolId", "ExistingStaffPoolId", "MakeKeys", "FindKeys")
    assert taken_over == {"Fn::And": [{"Fn::Not": [{"Fn::Equals": [{"Ref": one}, ""]}]} for one in asked]}
    assert all(TEMPLATE["Parameters"][one]["Default"] == "" for one in asked)


def test_every_queue_has_dead_letters() -> None:
    queues = {name: one["Properties"] for name, one in RESOURCES.items() if one["Type"] == "AWS::SQS::Queue"}
    for name, properties in queues.items():
        assert name.endswith("DeadLetters") or properties["RedrivePolicy"]["maxReceiveCount"] == 5, name


def test_a_claim_outlives_its_worker_and_ends_before_its_task_comes_again() -> None:
    """Else a mail would go twice, or a task would find a dead worker's claim and be taken for done."""
    worker = FUNCTIONS["DeliveriesFunction"]["Timeout"]
    queue = RESOURCES["DeliveriesQueue"]["Properties"]["VisibilityTimeout"]
    assert worker < CLAIM_LIFE.total_seconds() < queue


def test_buckets_are_private_and_forget() -> None:
    days = {}
    for name, resource in RESOURCES.items():
        if resource["Type"] == "AWS::S3::Bucket":
            properties = resource["Properties"]
            assert all(properties["PublicAccessBlockConfiguration"].values()), name
            days[name] = properties["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"]
    assert days == {
        "UploadsBucket": 7,
        "LettersBucket": LETTERS_KEPT_DAYS,
        "AttachmentsBucket": 400,
        "LedgerBucket": 42,
    }


def test_what_must_stay_so_is_kept_longer_than_the_table_can_go_back_and_nobody_changes_it() -> None:
    ledger = RESOURCES["LedgerBucket"]["Properties"]
    rule = ledger["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    (lifecycle,) = ledger["LifecycleConfiguration"]["Rules"]
    assert PITR_DAYS < rule["Days"] <= lifecycle["ExpirationInDays"]
    assert ledger["VersioningConfiguration"]["Status"] == "Enabled"
    assert ledger["ObjectLockEnabled"] is True
    writers = [role for role, statement in statements() if "LedgerBucket" in str(statement["Resource"])]
    assert writers == ["LedgerRole"]


def test_while_all_is_still_no_queue_and_no_clock_wakes_a_function() -> None:
    """But what must stay so is still kept."""
    for name, properties in FUNCTIONS.items():
        for event in properties.get("Events", {}).values():
            given = event["Properties"]
            if event["Type"] == "Schedule":
                assert given["State"] == {"Fn::If": ["IsStill", "DISABLED", "ENABLED"]}, name
            elif event["Type"] in ("SQS", "DynamoDB"):
                stilled = {"Fn::If": ["IsStill", False, True]}
                assert given.get("Enabled") == (None if name == "LedgerFunction" else stilled), name


def test_buckets_are_only_talked_to_over_tls() -> None:
    policies = [one["Properties"] for one in RESOURCES.values() if one["Type"] == "AWS::S3::BucketPolicy"]
    guarded = {one["Bucket"]["Ref"] for one in policies if refuses_plain_text(one["PolicyDocument"])}
    assert guarded == {name for name, one in RESOURCES.items() if one["Type"] == "AWS::S3::Bucket"}


def refuses_plain_text(policy: dict[str, Any]) -> bool:
    (statement,) = policy["Statement"]
    told = (statement["Effect"], statement["Action"], statement["Principal"], statement["Condition"])
    return told == ("Deny", "s3:*", "*", {"Bool": {"aws:SecureTransport": "false"}})


def test_every_log_ends() -> None:
    for name, resource in RESOURCES.items():
        if resource["Type"] == "AWS::Logs::LogGroup":
            assert resource["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


def test_the_table_forgets_and_can_be_restored() -> None:
    table = RESOURCES["Table"]["Properties"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] is True


@pytest.mark.parametrize(("pool", "client"), [("ParentsPool", "ParentsClient"), ("StaffPool", "StaffClient")])
def test_nobody_signs_up_or_logs_in_but_through_our_functions(pool: str, client: str) -> None:
    assert RESOURCES[pool]["Properties"]["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert RESOURCES[client]["Properties"]["ExplicitAuthFlows"] == ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]


def test_staff_can_have_an_authenticator_and_nothing_weaker() -> None:
    pool = RESOURCES["StaffPool"]["Properties"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


@pytest.mark.parametrize(
    ("parameter", "wrong"),
    [
        ("FirebaseProjectId", "My Project"),
        ("FirebaseAppId", "1:100000000000:android:0123456789abcdef"),
        ("FirebaseApiKey", 'apiKey: "AIza"'),
        ("FirebaseVapidKey", WEB_APP["FirebaseVapidKey"][:-1]),
    ],
)
def test_a_web_app_of_firebase_is_looked_at_before_it_is_deployed(parameter: str, wrong: str) -> None:
    pattern = TEMPLATE["Parameters"][parameter]["AllowedPattern"]
    assert re.fullmatch(pattern, WEB_APP[parameter])
    assert re.fullmatch(pattern, "")
    assert not re.fullmatch(pattern, wrong)
    assert parameter in str(TEMPLATE["Rules"]["FirebaseIsWholeOrNotThere"])


def test_access_logs_hold_no_path() -> None:
    logged = RESOURCES["Api"]["Properties"]["AccessLogSettings"]["Format"]
    assert "routeKey" in logged
    assert not re.search(r"\$context\.(path|protocol|domainName)|querystring|identity", logged)


def _sources(kind: str) -> list[dict[str, Any]]:
    events = (event for one in FUNCTIONS.values() for event in one["Events"].values())
    return [event["Properties"] for event in events if event["Type"] == kind]


def test_a_guided_deployment_does_not_ask_of_each_route_whether_it_is_meant_to_be_open() -> None:
    """The SAM CLI asks where neither a route nor its API says anything of authorization."""
    (api,) = (name for name, one in RESOURCES.items() if one["Type"] == "AWS::Serverless::HttpApi")
    routes = [one for own in FUNCTIONS.values() for one in own["Events"].values() if one["Type"] == "HttpApi"]
    assert routes
    assert all(one["Properties"]["ApiId"]["Ref"] == api for one in routes)
    assert RESOURCES[api]["Properties"]["Auth"]


def test_a_message_that_failed_is_not_deleted_with_its_neighbours() -> None:
    assert len(_sources("SQS")) == 4
    assert [one["FunctionResponseTypes"] for one in _sources("SQS")] == [["ReportBatchItemFailures"]] * 4


def test_what_a_stream_gives_up_is_kept() -> None:
    given_up = [one["DestinationConfig"]["OnFailure"]["Destination"] for one in _sources("DynamoDB")]
    assert sorted(one["Fn::GetAtt"][0] for one in given_up) == ["LedgerDeadLetters", "OutboxDeadLetters"]


def test_services_act_for_our_account_alone() -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"""
    policies = [one["Properties"]["PolicyDocument"]["Statement"] for one in RESOURCES.values()
                if one["Type"] in ("AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")]  # fmt: skip
    allowed = [one for statements in policies for one in statements if "Service" in one.get("Principal", ())]
    ours = ({"aws:SourceAccount": {"Ref": "AWS::AccountId"}}, {"aws:SourceArn": {"Ref": "MailEventsTopic"}})
    assert len(allowed) == 3
    for one in allowed:
        assert any(condition in ours for condition in one["Condition"].values()), one
