"""The distributed engine is large: its packages stand in an environment of their own (`make test-engines`)."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("pysail") and find_spec("pyspark") else ["test_*.py"]
