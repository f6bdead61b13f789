"""2,223 chains of folders, each 18 deep."""

import os
import sys

for number in range(2_223):
    os.makedirs(os.path.join(sys.argv[1], f"chain_{number:04d}", *("deeper",) * 17))
