"""Friends: requests between accounts, and who has become whose friend."""
