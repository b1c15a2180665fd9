"""python -m operate.api writes the document of the JSON doors anew."""

from operate.api.document import PLACE, written

if __name__ == "__main__":
    PLACE.write_text(written(), "utf-8")
