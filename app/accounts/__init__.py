"""People: accounts and guests, how they sign in, and their sessions."""
