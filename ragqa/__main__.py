"""``python -m ragqa`` is the command ``ragqa``."""

import sys

from ragqa.cli import main

if __name__ == "__main__":
    sys.exit(main())
