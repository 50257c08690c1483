"""Measures the functions of a script; every script that is made of a snippet ends with it.

The modules are written into the script whole, indented in a function of its own, so that no
name of theirs meets one of the snippet's; but `published` and `printing` as comments, which
`alone` runs, so that they cost the processes that measure no memory. So they need nothing else of
this package, hold no string of several lines, import in functions what not every process needs,
and have no annotations, which would need `typing`.
"""
