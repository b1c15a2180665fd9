"""The text of a message, as mails and pages show it."""

import re


def paragraphs_of(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n{2,}", text) if part.strip()]
