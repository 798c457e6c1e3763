"""Calls: one sitting in a room, and the tabs that take part in it."""
