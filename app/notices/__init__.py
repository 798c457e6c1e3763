"""Where one domain's event becomes another's action."""
