"""What follows from conditions: why it is stuck, and what would free it.

The algorithms work on `preconditions.Preconditions`, plain records in memory; `reading` alone knows the store, and
`report` alone the JSON that REST and the command line answer.

    graph = read_preconditions(store, Scope())
    deadlocks(graph).deadlocks
"""
