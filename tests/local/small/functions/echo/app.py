"""Answers with the event it got, or with what its path asks for."""

import base64
import gzip
import json
import os
from typing import Any

import boto3

from common import NAME  # type: ignore[attr-defined]  # the small layer, not the real one

Answer = dict[str, Any]


def handler(event: dict[str, Any], _context: object) -> Answer:
    if "Records" in event:
        return note(event)
    # A line without an end is one too.
    print("saw", event["rawPath"], end="", flush=True)
    special = {"/zipped": zipped, "/cookies": cookies, "/static/a.css": static, "/boom": boom, "/scan": scan}
    return special.get(event["rawPath"], lambda: echo(event))()


def echo(event: dict[str, Any]) -> Answer:
    return {"statusCode": 200, "body": json.dumps({"event": event, "layer": NAME})}


def zipped() -> Answer:
    body = base64.b64encode(gzip.compress("één".encode())).decode()
    return {"statusCode": 200, "headers": {"content-encoding": "gzip"}, "isBase64Encoded": True, "body": body}


def cookies() -> Answer:
    return {"statusCode": 303, "headers": {"location": "/next"}, "cookies": ["a=1; Path=/", "b=2; HttpOnly"]}


def static() -> Answer:
    headers = {"content-type": "text/css", "cache-control": "public, max-age=31536000, immutable"}
    return {"statusCode": 200, "headers": headers, "body": os.urandom(8).hex()}


def boom() -> Answer:
    raise ValueError("boom")


def scan() -> Answer:
    """The role may put items, and nothing else."""
    try:
        boto3.client("dynamodb").scan(TableName=os.environ["TABLE_NAME"])
    except Exception as error:
        return {"statusCode": 200, "body": type(error).__name__}
    return {"statusCode": 200, "body": "allowed"}


def note(event: dict[str, Any]) -> Answer:
    """Keeps every record that came through a queue or a stream, except what the keeping itself caused."""
    table = boto3.client("dynamodb")
    for number, record in enumerate(event["Records"]):
        source = record["eventSource"]
        item = {"PK": {"S": source}, "SK": {"S": f"{number}"}, "record": {"S": json.dumps(record)}}
        table.put_item(TableName=os.environ["TABLE_NAME"], Item=item)
    if event["Records"][0]["eventSource"] == "aws:sqs":
        boto3.client("sqs").send_message_batch(
            QueueUrl=os.environ["BATCH_QUEUE"], Entries=[{"Id": "1", "MessageBody": "batched"}]
        )
    return {}
