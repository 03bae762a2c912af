"""Which claims count on a day, as Cypher over a claim `c` and its source `s`; `$as_of` and `$on` are ISO days or null.

`as_of`: what had been said by that day; where a claim does not say when, what had been published. Its dates are the
earliest and latest that they may be: what may have been said by then is kept, and is `undated` if it need not have been.

`on`: what held on that day: from its valid time, else from when it was said, until its valid time ends, or until its
holder revised it (by what had been said by `as_of`). What has no date at all is kept, and is `undated`.
"""

from __future__ import annotations

SAID = """($as_of IS NULL OR coalesce(c.date_precision, '') = 'not-after'
       OR coalesce(toString(c.said_from), CASE WHEN c.said_to IS NOT NULL OR s.published_precision = 'not-after'
                                               THEN $as_of ELSE toString(s.published) END, $as_of) <= $as_of)"""
HELD = """($on IS NULL OR ((coalesce(c.date_precision, '') = 'not-after'
                         OR coalesce(toString(c.valid_from), toString(c.said_from), $on) <= $on)
                        AND coalesce(toString(c.valid_to), $on) >= $on
                        AND NOT EXISTS { MATCH (c)<-[:REVISES]-(newer:Claim)
                                         WHERE coalesce(toString(newer.valid_from), toString(newer.said_from)) <= $on
                                           AND ($as_of IS NULL OR coalesce(toString(newer.said_from), $as_of) <= $as_of) }))"""
UNDATED = """(CASE WHEN $as_of IS NULL THEN false
      WHEN c.said_from IS NULL AND c.said_to IS NULL
      THEN s.published IS NULL OR coalesce(s.published_precision, '') = 'not-before'
      ELSE coalesce(toString(c.said_to), CASE WHEN coalesce(c.date_precision, '') = 'not-before'
                                              THEN '9999' ELSE toString(c.said_from) END) > $as_of END
 OR CASE WHEN $on IS NULL THEN false ELSE c.valid_from IS NULL AND c.said_from IS NULL END)"""
