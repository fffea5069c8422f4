"""RMonitor: the line protocol of MYLAPS Orbits and of many programs that speak like it."""
