"""Pages on which several domains meet: home, the room, its door."""
