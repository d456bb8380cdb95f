"""The demonstration export: invented data of the programme's real size, and the truth behind it."""

from impact.demo.export import DemoError, build

__all__ = ["DemoError", "build"]
