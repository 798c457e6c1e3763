"""Rooms: lasting places with a code, and who stands how in them."""
