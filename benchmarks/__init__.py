"""What ragqa can do, measured: each module prints its figures."""
