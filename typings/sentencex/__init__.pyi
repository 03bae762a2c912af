# Only what loaders/sentences.py uses.
from typing import TypedDict

class _Boundary(TypedDict):
    start_index: int
    end_index: int

def get_sentence_boundaries(language: str, text: str) -> list[_Boundary]: ...
