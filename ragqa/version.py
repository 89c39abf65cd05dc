"""The version of ragqa, stated here only."""

VERSION = "0.1.0"
