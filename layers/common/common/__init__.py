"""What several functions share.

A cold start makes some 150,000 objects that stay, and next to no garbage: to look for it again and again was a tenth of
the start. So the first look comes after more objects than a start makes; what that can leave in memory is little of it.
"""

import gc

gc.set_threshold(200_000, 10, 10)
