"""In the place of the SAM CLI: `deploy` gives the small stack a door more, of the handler in HANDLER; `build` is idle.

Afterwards the alarm sounds that ALARM names, and whoever asked for it gets the signal that BROKEN_OFF names.
"""

import json
import os
import signal
import sys

import boto3
from samtranslator.yaml_helper import yaml_parse

from local.deployment import STACK
from local.state import REGION
from operate.stack import in_cloud
from operate.versions import running

DOOR = "/door"
_KEY = "another-version.json"


def deploy(handler: str) -> None:
    version = running(in_cloud(STACK))
    template = yaml_parse(version.text)
    function = template["Resources"]["WebFunction"]["Properties"]
    door = {"ApiId": {"Ref": "Api"}, "Method": "GET", "Path": DOOR}
    function["Handler"], function["Events"]["Door"] = handler, {"Type": "HttpApi", "Properties": door}
    files, stacks = boto3.client("s3", region_name=REGION), boto3.client("cloudformation", region_name=REGION)
    files.put_object(Bucket=version.bucket, Key=_KEY, Body=json.dumps(template).encode())
    stacks.update_stack(
        StackName=STACK,
        TemplateURL=f"{files.meta.endpoint_url}/{version.bucket}/{_KEY}",
        Parameters=[{"ParameterKey": one, "UsePreviousValue": True} for one in version.parameters],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    stacks.get_waiter("stack_update_complete").wait(StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


def ring(alarm: str) -> None:
    watch, name = boto3.client("cloudwatch", region_name=REGION), f"{STACK}-{alarm}"
    watch.put_metric_alarm(
        AlarmName=name,
        Namespace="Ouderbrief",
        MetricName="HandlerFailed",
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
    )
    watch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")


if __name__ == "__main__" and sys.argv[1] == "deploy":
    deploy(os.environ["HANDLER"])
    if "ALARM" in os.environ:
        ring(os.environ["ALARM"])
    if "BROKEN_OFF" in os.environ:
        os.kill(os.getppid(), signal.Signals[f"SIG{os.environ['BROKEN_OFF']}"])
