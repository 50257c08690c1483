"""Whether links to other sites still lead somewhere: asks them, politely, and remembers."""
