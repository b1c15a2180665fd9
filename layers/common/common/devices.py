"""What kind of device somebody is at: no more than whoever lost one needs to know it again by."""

from typing import Literal

# '' where the edge did not say.
Device = Literal["phone", "other", ""]
