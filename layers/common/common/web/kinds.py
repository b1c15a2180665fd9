"""What the desk calls kinds of messages."""

from collections.abc import Mapping

from common.i18n import mark
from common.preferences import Kind

KIND_NAMES: Mapping[Kind, str] = {
    "dringend": mark("Dringend"),
    "schoolnieuws": mark("Nieuws van de school"),
    "groepsnieuws": mark("Nieuws van de groep"),
    "herinnering": mark("Herinnering"),
}
