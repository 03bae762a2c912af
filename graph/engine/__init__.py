"""Where the graph is kept: the settings that say so, and the embedded engine that needs no server.

settings   which store: `Target`, `target_from`
embedded   the embedded engine as a `parley` sees it: `attach`, `Attachment`
arcade     what the engine needs on disk and on its command line
cache      Java's start-up cache
guard      the small process that owns the engine's Java (also run as a script)
"""
