# Only what viz/network.py uses.
from jinja2 import Environment

class Network:
    nodes: list[dict[str, object]]
    edges: list[dict[str, object]]
    node_ids: list[str]
    options: dict[str, object]
    path: str
    templateEnv: Environment
    def __init__(self, *, directed: bool = ...) -> None: ...
    def generate_html(self) -> str: ...
