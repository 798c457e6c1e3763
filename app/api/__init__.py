"""The JSON doors: the same actions and access as the pages, under a contract that does not change."""
