"""What makes CloudWatch count an event: a few more keys in its line.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from datetime import datetime
from typing import Any

from common.event import Event

NAMESPACE = "Ouderbrief"


def embedded(event: Event, stack: str, now: datetime) -> dict[str, Any]:
    """Nothing for an event that is not counted, and where nothing is counted. stack: '' there."""
    if not stack or not event.metrics:
        return {}
    kind = type(event).__name__
    named = {metric.name or kind: metric for metric in event.metrics}
    amounts = {name: vars(event)[one.amount] if one.amount else 1 for name, one in named.items()}
    directives = [
        {
            "Namespace": NAMESPACE,
            "Dimensions": [["stack", *one.by]],
            "Metrics": [{"Name": name, "Unit": "Count"}],
        }
        for name, one in named.items()
    ]
    about_them = {"Timestamp": int(now.timestamp() * 1000), "CloudWatchMetrics": directives}
    return {"stack": stack, **amounts, "_aws": about_them}
