"""Benchmarks in the sources of a site."""
