"""What a school's systems send to the JSON door for how its letters look: the shapes, and what fits each field."""

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field

from common.web.bodies import Body
from letters.logos import LARGEST_FILE

Language = Literal["nl", "en", "pl", "tr", "uk", "ar"]
# More than can be right, so that what is too long is refused in words.
Text = Annotated[str, Field(max_length=20_000)]
Picture = Annotated[Base64Bytes, Field(max_length=2 * LARGEST_FILE)]


class OwnText(Body):
    """The body of PUT /api/letters/text. An empty text gives ours back."""

    language: Language = "nl"
    text: Text


class Logo(Body):
    """The body of PUT /api/letters/logo: a PNG or JPEG in base64."""

    picture: Picture


class WantedPreview(Body):
    """The body of POST /api/letters/preview: with a text or a logo that is not kept yet, or with what the school has.

    language: of the back, and of `text`.
    """

    language: Language = "nl"
    text: Text | None = None
    picture: Picture | None = None
