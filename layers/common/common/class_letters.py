"""One file of letters of a batch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClassLetters:
    """file: the name of the PDF of this class, without its ending. class_name: '' for several classes together.

    letters: how many are asked for.
    """

    class_name: str
    file: str
    letters: int = 0
