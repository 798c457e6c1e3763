"""Every screen on its own, with sample people: to look at, not to assert on."""
