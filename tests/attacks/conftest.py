"""Keeps pytest out of here: attacks bring tests, plugins and configuration of their own."""

collect_ignore_glob = ["*"]
