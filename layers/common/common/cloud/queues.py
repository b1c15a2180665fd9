"""Messages between functions, over SQS."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from common.batches import in_batches

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class Queue:
    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def send(self, bodies: Iterable[Mapping[str, Any]], delay: int = 0) -> None:
        """Sends every body, ten at a time, to be seen after `delay` seconds.

        Raises RuntimeError where the queue did not take them all.
        """
        for ten in in_batches(bodies, 10):
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(n), "MessageBody": json.dumps(body), "DelaySeconds": delay} for n, body in enumerate(ten)
                ],
            )
            if answer.get("Failed"):
                message = f"{len(answer['Failed'])} messages not taken"
                raise RuntimeError(message)
