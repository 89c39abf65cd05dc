"""ragqa as a part of other libraries: a module for each, named as the extra that it needs."""
