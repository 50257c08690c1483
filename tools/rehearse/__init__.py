"""Rehearses workflows here: their steps are run in order, in fresh clones, without GitHub."""
