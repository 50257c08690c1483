"""Numbers in prose: `{bench:NAME CELL / CELL > N}` in a text becomes what was measured."""
