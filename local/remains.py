"""What an earlier run left unfinished and the emulator forgot to tell anybody: told again at the next start.

Its streams and the last seconds of its queues do not outlive a killed process, as they do on AWS.
"""

import json

from local.aws import Aws

_LISTS = "/lists/"
_ORDERS = {"reading": "go_on", "applying": "go_on", "undoing": "undo"}


def tell_again(aws: Aws, stack: str, table: str, uploads: str) -> None:
    """Telling somebody who heard it already changes nothing: every event may come twice."""
    _outbox(aws, table)
    _lists(aws, stack, table, uploads)


def _outbox(aws: Aws, table: str) -> None:
    """Only a new item is an event: each entry is written under another name before the old one goes."""
    pages = aws.tables.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="begins_with(PK, :outbox)",
        ExpressionAttributeValues={":outbox": {"S": "OUTBOX#"}},
    )
    for entry in [item for page in pages for item in page["Items"]]:
        again = {**entry, "SK": {"S": entry["SK"]["S"] + "+"}}
        aws.tables.put_item(TableName=table, Item=again)
        aws.tables.delete_item(TableName=table, Key={"PK": entry["PK"], "SK": entry["SK"]})


def _lists(aws: Aws, stack: str, table: str, uploads: str) -> None:
    """A list that nothing came of is put in its place once more, and one that was under way is ordered to go on."""
    for page in aws.files.get_paginator("list_objects_v2").paginate(Bucket=uploads, Prefix="schools/"):
        for item in page.get("Contents", []):
            school, found, _ = item["Key"].removeprefix("schools/").partition(_LISTS)
            states = _states(aws, table, school, item["Key"]) if found else {"": ""}
            if not states:
                there = aws.files.get_object(Bucket=uploads, Key=item["Key"])
                aws.files.put_object(
                    Bucket=uploads, Key=item["Key"], Body=there["Body"].read(), Metadata=there["Metadata"]
                )
            for import_id in (one for one, state in states.items() if state in _ORDERS):
                _order(aws, stack, {"order": _ORDERS[states[import_id]], "school": school, "import_id": import_id})


def _states(aws: Aws, table: str, school: str, key: str) -> dict[str, str]:
    """In which state each import of this object is."""
    pages = aws.tables.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="PK = :school AND begins_with(SK, :lists)",
        ExpressionAttributeValues={":school": {"S": f"SCHOOL#{school}"}, ":lists": {"S": "IMPORT#"}},
    )
    items = [item for page in pages for item in page["Items"]]
    return {item["id"]["S"]: item["phase"]["S"] for item in items if item["key"]["S"] == key}


def _order(aws: Aws, stack: str, order: dict[str, str]) -> None:
    queue = aws.stacks.describe_stack_resource(StackName=stack, LogicalResourceId="ListsQueue")
    url = queue["StackResourceDetail"]["PhysicalResourceId"]
    aws.queues.send_message(QueueUrl=url, MessageBody=json.dumps(order))
