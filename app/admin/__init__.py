"""The site's own desk: people, rooms and reports, for administrators."""
