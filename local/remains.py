"""What an earlier run left unfinished and the emulator forgot to tell anybody: told again at the next start.

Its streams and the last seconds of its queues do not outlive a killed process, as they do on AWS.
"""

from local.aws import Aws

_LISTS = "/lists/"


def tell_again(aws: Aws, table: str, uploads: str) -> None:
    """Telling somebody who heard it already changes nothing: every event may come twice."""
    _outbox(aws, table)
    _lists(aws, table, uploads)


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


def _lists(aws: Aws, table: str, uploads: str) -> None:
    """A list that nothing came of is put in its place once more."""
    for page in aws.files.get_paginator("list_objects_v2").paginate(Bucket=uploads, Prefix="schools/"):
        for item in page.get("Contents", []):
            school, found, name = item["Key"].removeprefix("schools/").partition(_LISTS)
            if found and name not in _taken(aws, table, school):
                body = aws.files.get_object(Bucket=uploads, Key=item["Key"])["Body"].read()
                aws.files.put_object(Bucket=uploads, Key=item["Key"], Body=body)


def _taken(aws: Aws, table: str, school: str) -> set[str]:
    """The names of the files of which there is a report."""
    pages = aws.tables.get_paginator("query").paginate(
        TableName=table,
        KeyConditionExpression="PK = :school AND begins_with(SK, :lists)",
        ExpressionAttributeValues={":school": {"S": f"SCHOOL#{school}"}, ":lists": {"S": "IMPORT#"}},
    )
    return {item["file"]["S"] for page in pages for item in page["Items"] if "file" in item}
