"""What failed for good, and how it gets another chance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from operate.stack import Stack

# By the name that an operator types, what the queue is called in the template: of those whose dead letters can go back.
QUEUES: Mapping[str, str] = {
    "lists": "Lists",
    "letters": "Letters",
    "deliveries": "Deliveries",
    "mail-events": "MailEvents",
    "outbox": "Outbox",
}
_AT_ONCE = 10
_ENDING = "DeadLetters"


@dataclass(frozen=True)
class Moved:
    before: int
    moved: int
    after: int


def waiting_anywhere(stack: Stack) -> dict[str, int]:
    """Of all that the stack has, by the name with which its runbook begins."""
    parts = {name.removesuffix(_ENDING): url for name, url in stack.deployed.parts.items() if name.endswith(_ENDING)}
    return {re.sub(r"\B(?=[A-Z])", "-", name).lower(): _count(stack, url) for name, url in parts.items()}


def waiting(stack: Stack, name: str) -> int:
    """How many dead letters a queue has, those that somebody looks at right now too."""
    return _count(stack, _dead_letters(stack, name))


def _count(stack: Stack, url: str) -> int:
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=wanted)
    return sum(int(found["Attributes"][one]) for one in wanted)


def move_back(stack: Stack, name: str) -> Moved:
    """To the queue that they came from; no more than there were, should one fail again meanwhile."""
    queues = stack.client("sqs")
    source, target = _dead_letters(stack, name), stack.deployed.parts[f"{QUEUES[name]}Queue"]
    before, moved = waiting(stack, name), 0
    while moved < before:
        found = queues.receive_message(
            QueueUrl=source, MaxNumberOfMessages=min(_AT_ONCE, before - moved), WaitTimeSeconds=1
        ).get("Messages", [])
        if not found:
            break
        taken = _send(queues, target, found)
        for message in taken:
            queues.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
        moved += len(taken)
        if len(taken) < len(found):
            break
    return Moved(before, moved, waiting(stack, name))


def forget(stack: Stack, name: str) -> None:
    stack.client("sqs").purge_queue(QueueUrl=_dead_letters(stack, name))


def _send(queues: Any, target: str, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that the queue took."""
    entries = [{"Id": str(place), "MessageBody": one["Body"]} for place, one in enumerate(messages)]
    answer = queues.send_message_batch(QueueUrl=target, Entries=entries)
    return [messages[int(one["Id"])] for one in answer.get("Successful", [])]


def _dead_letters(stack: Stack, name: str) -> str:
    return stack.deployed.parts[f"{QUEUES[name]}{_ENDING}"]
