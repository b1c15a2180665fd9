"""What make asks before it deploys anything, and what an operator is told who asks in the wrong place."""

import fcntl
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local.system import ROOT, System
from operate.standing import status_of
from tests.local.shells import environment, make, run

EDGE = "There is no stack ouderbrief-edge in us-east-1"
NEW_SECRET = "x" * 32
FIRST = f"SiteUrl=https://ouders.example.nl MailDomain=post.example.nl OriginSecret={NEW_SECRET}"


@pytest.fixture
def failed(system: System) -> Iterator[str]:
    """A stack whose first deployment failed: its bucket is there already."""
    name = "ouderbrief-dev"
    bucket = f"{{Type: AWS::S3::Bucket, Properties: {{BucketName: {system.uploads_bucket}}}}}"
    system.aws.stacks.create_stack(StackName=name, TemplateBody=f"Resources: {{Bucket: {bucket}}}")
    end = time.monotonic() + 30
    while status_of(system.aws.stacks, name) != "ROLLBACK_COMPLETE":
        assert time.monotonic() < end
        time.sleep(0.1)
    yield name
    system.aws.stacks.delete_stack(StackName=name)


def test_a_stack_that_was_made_is_there_and_no_other(system: System) -> None:
    assert status_of(system.aws.stacks, system.stack).endswith("_COMPLETE")
    assert status_of(system.aws.stacks, "ouderbrief-edge") == ""


def test_a_stack_of_which_there_is_only_a_proposal_is_not_there(system: System) -> None:
    made = "Resources: {Queue: {Type: AWS::SQS::Queue}}"
    system.aws.stacks.create_change_set(
        StackName="proposed", ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=made
    )
    assert status_of(system.aws.stacks, "proposed") == ""
    system.aws.stacks.delete_stack(StackName="proposed")


def test_whoever_may_not_ask_is_told_so(system: System) -> None:
    stranger = system.aws.session.client(
        "cloudformation",
        endpoint_url=system.aws_endpoint,
        aws_access_key_id="AKIASTRANGER",
        aws_secret_access_key="none",
        config=system.aws.config,
    )
    with pytest.raises(ClientError):
        status_of(stranger, "ouderbrief-edge")
    stranger.close()


# -- make


def test_the_first_time_make_asks_into_a_copy_or_takes_what_is_given(system: System) -> None:
    code, asked, _ = make(system, "deploy", "ENV=drill")
    assert code == 0
    assert asked.splitlines()[-1].endswith("/.cache/guided/samconfig.toml --guided")
    assert not (ROOT / ".cache" / "guided" / "samconfig.toml").exists()
    assert make(system, "deploy", "ENV=drill", f"PARAMETERS={FIRST}") == (
        0,
        f"sam build\nsam deploy --config-env drill --parameter-overrides {FIRST}\n",
        "",
    )


def test_a_stack_that_is_there_is_never_asked_for_its_parameters(system: System) -> None:
    code, said, why = make(system, "deploy")
    assert (code, said) == (2, "")
    assert "`make upgrade`" in why
    assert 'make deploy PARAMETERS="Name=value"' in why
    for given in ("Maintenance=all", 'Maintenance="all"', "Maintenance='all'", "AlarmEmail="):
        assert make(system, "deploy", f"PARAMETERS={given}")[1] == (
            f"sam build\nsam deploy --config-env prod --parameter-overrides {given}\n"
        )


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (["deploy", "PARAMETERS=Maintenace=all"], "template.yaml has no parameter Maintenace"),
        (["deploy", "PARAMETERS=all"], "PARAMETERS takes Name=value"),
        (["deploy", "ENV=drill", "PARAMETERS=MailRate=1"], "it takes SiteUrl, MailDomain, OriginSecret too"),
        (["deploy-edge", "PARAMETERS=ApiDomain=x"], "ApiDomain takes what matches ^[a-z0-9]+"),
        (["deploy", "PARAMETERS=LogRetentionDays=8"], "LogRetentionDays takes one of 7, 14, 30, "),
        (["deploy", "PARAMETERS=MailRate=0"], "MailRate takes a number from 1"),
        (["deploy", "PARAMETERS=MailRate=veel"], "MailRate takes a number from 1"),
        (["deploy", "PARAMETERS=MailDomain="], "MailDomain takes what matches"),
        (["deploy-edge", "PARAMETERS=MailRate=1"], "edge.yaml has no parameter MailRate"),
        (
            ["upgrade", "ENV=drill"],
            "There is no stack ouderbrief-drill in eu-west-1 to upgrade; `make deploy ENV=drill`",
        ),
        (["upgrade", "ENV=nowhere"], "samconfig.toml has no deployment nowhere, only prod, "),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_before_anything_is_built(
    system: System, given: list[str], why: str
) -> None:
    code, said, told = make(system, *given)
    assert (code, said) == (2, "")
    assert why in told.splitlines()[0]


@pytest.mark.parametrize("given", [["deploy"], ["deploy", f"PARAMETERS={FIRST}"], ["upgrade"]])
def test_a_first_deployment_that_failed_is_cleared_away_first(system: System, failed: str, given: list[str]) -> None:
    code, said, why = make(system, *given, "ENV=dev")
    assert (code, said) == (2, "")
    assert why.startswith(f"The stack {failed} is ROLLBACK_COMPLETE")
    assert "If the first deployment fails" in why


@pytest.mark.parametrize(
    "address", ["https://git.example.nl/?a=1&b=2", "x;exit", "$(exit)", "`exit`", "*", "(x)|y", "'"]
)
def test_a_parameter_is_a_word_whatever_is_in_it(system: System, address: str) -> None:
    given = f"Runbooks={address} MailRate=1".replace("$", "$$")
    code, said, _ = make(system, "deploy", f"PARAMETERS={given}")
    words = given.replace("$$", "$")
    assert (code, said) == (0, f"sam build\nsam deploy --config-env prod --parameter-overrides {words}\n")
    assert make(system, "deploy", f"PARAMETERS=Nonsense=1 {given}")[:2] == (2, "")


def test_two_do_not_deploy_from_one_folder_at_once(system: System, tmp_path: Path) -> None:
    place = tmp_path / "deploying"
    with place.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for given in (["build"], ["deploy", "PARAMETERS=MailRate=1"], ["upgrade"]):
            code, said, why = make(system, *given, f"DEPLOYING={place}")
            assert (code, said) == (2, "")
            assert why.startswith("Another make builds or deploys from this folder")
    assert make(system, "build", f"DEPLOYING={place}") == (0, "sam build\n", "")


def test_an_upgrade_leaves_out_a_distribution_that_was_never_made(system: System) -> None:
    code, said, why = make(system, "upgrade")
    assert (code, said) == (0, "sam build\nsam deploy --config-env prod\n")
    assert why.splitlines()[-1].startswith(EDGE)


# -- operate


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            ["tail", "SINCE=long ago"],
            "argument --since: takes minutes, hours or days: 30m, 2h, 7d. What it takes: make op",
        ),
        (["tail", 'EVENT="; exit 0; "'], "argument --event: takes letters, digits, and - _ . # @. "),
        (["redrive"], "argument --queue: invalid choice: '' (choose from "),
        (["redrive", 'QUEUE=a"b'], "argument --queue: invalid choice: 'a\"b' "),
        (["operate", "ARGS=nonsense"], "argument COMMAND: invalid choice: 'nonsense' (choose from "),
        (["operate", "ARGS=add-school"], "the following arguments are required: --id, --name, "),
        (["check-list", 'FILE=a"b'], "Geweigerd. Het bestand is niet te lezen"),
    ],
)
def test_words_that_make_hands_on_are_words_and_a_mistake_in_them_is_told_in_a_line(
    system: System, given: list[str], line: str
) -> None:
    code, said, words = make(system, *given)
    (told,) = [each for each in (words + said).splitlines() if ": *** [" not in each and not each.startswith("{")]
    assert code == 2
    assert told.startswith(line)


def test_an_operator_need_not_name_the_region_of_a_stack(system: System) -> None:
    code, _, words = run(environment(system), sys.executable, "-m", "operate", "schools")
    assert (code, "Traceback" in words) == (0, False)


@pytest.mark.parametrize(
    ("stack", "changed", "line"),
    [
        ("ouderbrief", {"AWS_ACCESS_KEY_ID": ""}, "There are no credentials of AWS in this shell"),
        ("ouderbrief", {"AWS_ACCESS_KEY_ID": "AKIASTRANGER"}, "AWS does not know the credentials of this shell"),
        ("ouderbrief", {"AWS_PROFILE": "nobody"}, "The credentials of this shell cannot be had"),
        ("ouderbrief", {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "AWS does not answer"),
        ("ouderbrief", {"AWS_DEFAULT_REGION": "us-east-1"}, "There is no stack ouderbrief in us-east-1"),
        ("ouderbrief-drill", {}, "There is no stack ouderbrief-drill in eu-west-1"),
        ("ouderbrief", {"AWS_DEFAULT_REGION": "x y"}, "There is no region 'x y': export AWS_DEFAULT_REGION"),
        ("another", {}, "No region is named: export AWS_DEFAULT_REGION"),
    ],
)
def test_an_operator_in_the_wrong_place_is_told_in_a_line(
    system: System, stack: str, changed: dict[str, str], line: str
) -> None:
    given = {name: value for name, value in (environment(system) | changed).items() if value}
    code, said, words = run(given, sys.executable, "-m", "operate", "--stack", stack, "schools")
    assert (code, said) == (1, "")
    assert words.startswith(line)
    assert words.count("\n") == 1


def test_an_operator_of_a_stack_that_was_never_whole_is_told_so(system: System, failed: str) -> None:
    code, _, words = run(environment(system), sys.executable, "-m", "operate", "--stack", failed, "schools")
    assert (code, words) == (
        1,
        f"The stack {failed} in eu-west-1 has no table: it is ROLLBACK_COMPLETE, or another kind.\n",
    )
