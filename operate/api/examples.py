"""Invented values as they stand in the document."""

from typing import Any

PUPIL = "3f1c9a0b7d2e4c6f8a10"
BATCH = "20260901T120000-5d41402abc"

ATTACHMENT: dict[str, Any] = {
    "id": "9b2e7c1d4f6a8b0c2e4d",
    "name": "rooster.pdf",
    "content_type": "application/pdf",
    "size": 48213,
}
PLACE: dict[str, Any] = {
    "id": ATTACHMENT["id"],
    "upload": {
        "url": "https://ouderbrief-attachments.s3.eu-west-1.amazonaws.com/",
        "fields": {
            "Content-Type": "application/pdf",
            "key": f"schools/de-regenboog/attachments/{ATTACHMENT['id']}",
            "policy": "eyJleHBpcmF0aW9uIjoi…",
            "x-amz-algorithm": "AWS4-HMAC-SHA256",
            "x-amz-credential": "…",
            "x-amz-date": "20261126T071500Z",
            "x-amz-security-token": "…",
            "x-amz-signature": "…",
        },
    },
    "until": "2026-11-26T07:30:00Z",
}

FILE: dict[str, Any] = {
    "class": "5B",
    "file": f"schools/de-regenboog/letters/{BATCH}/5b-1a2b3c.pdf",
    "made": True,
    "works": True,
    "link": "https://ouderbrief-letters.s3.eu-west-1.amazonaws.com/…",
}
PUPIL_LIST: dict[str, Any] = {
    "id": BATCH,
    "file": "leerlingen.csv",
    "uploaded_at": "2026-09-01T12:00:00+00:00",
    "state": "done",
    "sentence": "De lijst is verwerkt.",
    "questions": [],
    "format": "csv",
    "whole_school": True,
    "counts": {"rows": 240, "imported": 238, "new": 31, "held": 2},
    "preview": 0,
    "counts_before": {},
    "progress": {"written": 238, "of": 238},
    "can_undo": True,
}
REPORT_OF_LIST: dict[str, Any] = {
    **PUPIL_LIST,
    "held": [{"where": "regel 7", "reason": "Er staat geen groep."}],
    "warnings": [],
    "letters": [FILE],
}

MESSAGE: dict[str, Any] = {
    "id": "20261126T071500-9f86d08188",
    "kind": "schoolnieuws",
    "title": "Studiedag",
    "send_at": "2026-12-01T07:00:00Z",
    "stage": "sent",
    "attachments": [ATTACHMENT],
}
REPORT_OF_MESSAGE: dict[str, Any] = {
    **MESSAGE,
    "state": "done",
    "counts": {
        "audience": 48,
        "queued": 0,
        "sent": 1,
        "delivered": 42,
        "announced": 2,
        "bounced": 1,
        "failed": 0,
        "withheld": 2,
    },
}
RECIPIENT: dict[str, Any] = {
    "recipient": "c4ca4238a0b923820dcc",
    "pupils": [PUPIL],
    "deliveries": {"email": "delivered", "push": "sent"},
}
CANCELLED: dict[str, Any] = {"id": MESSAGE["id"], "state": "cancelled"}
