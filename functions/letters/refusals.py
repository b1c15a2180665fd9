"""Why something cannot be on a school's letters, said so that whoever reads it can have it in a language."""


class Refused(ValueError):
    """What a school gave cannot be on its letters; the message is a Dutch sentence for the school.

    sentence, values: the same, with what goes into its places, for whoever translates it.
    """

    def __init__(self, sentence: str, **values: str | int) -> None:
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values
