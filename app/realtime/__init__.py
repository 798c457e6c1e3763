"""The wire between the log and the screens: sockets, feeds, the bus and presence."""
