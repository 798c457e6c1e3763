"""Measures what the README promises; see benchmarks/README.md."""
