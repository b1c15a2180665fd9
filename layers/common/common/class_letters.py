"""One file of letters of a batch."""

from common.values import Value


class ClassLetters(Value):
    """file: the name of the PDF of this class, without its ending. class_name: '' for several classes together.

    letters: how many are asked for.
    """

    class_name: str
    file: str
    letters: int = 0
