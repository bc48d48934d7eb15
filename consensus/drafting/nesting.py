"""How deep the parts of an update lie inside each other, found without recursion."""

from bisect import bisect_right

from consensus.drafting.structs import Id, Parent
from consensus.drafting.varints import malformed

DEEPEST = 8  # a footnote mark in a table cell lies five deep


class Nesting:
    """Where each struct of one update belongs."""

    def __init__(self) -> None:
        self._clocks: dict[int, list[int]] = {}
        self._parents: dict[int, list[Parent]] = {}
        self._least: dict[Id, int] = {}

    def add(self, at: Id, parent: Parent) -> None:
        """
        Note a struct; those of one client come in the order of their clocks.

        Refuses (`Invalid`) at once what lies too deep in what came before it.
        """
        client, clock = at
        within = parent.id or parent.beside
        is_after = within is not None and within[0] == client and within[1] < clock
        begin = self._begin(within) if is_after else None
        least = self._least[begin] if begin is not None else 0
        self._least[at] = _deeper(least, parent)
        self._clocks.setdefault(client, []).append(clock)
        self._parents.setdefault(client, []).append(parent)

    def check(self) -> None:
        """
        Refuse (`Invalid`) parts nested too deep, or inside themselves.

        Reading or printing 30,000 nested parts ends the whole process (trust.md F-4).
        """
        depths: dict[Id, int] = {}
        for client, clocks in self._clocks.items():
            for clock in clocks:
                self._measure((client, clock), depths)

    def _measure(self, start: Id, depths: dict[Id, int]) -> None:
        path: dict[Id, None] = {}
        at: Id | None = start
        while at is not None and at not in depths:
            if at in path:
                raise malformed("it belongs to itself")
            path[at] = None
            parent = self._parent(at)
            at = self._begin(parent.id or parent.beside)
        depth = depths[at] if at is not None else 0
        for one in reversed(path):
            depth = depths[one] = _deeper(depth, self._parent(one))

    def _begin(self, at: Id | None) -> Id | None:
        """The first clock of the struct that holds a place; None outside the update."""
        if at is None or at[0] not in self._clocks:
            return None
        client, clock = at
        index = bisect_right(self._clocks[client], clock) - 1
        return (client, self._clocks[client][index]) if index >= 0 else None

    def _parent(self, at: Id) -> Parent:
        client, clock = at
        index = bisect_right(self._clocks[client], clock) - 1
        return self._parents[client][index]


def _deeper(depth: int, parent: Parent) -> int:
    """How deep a struct lies whose parent or neighbour lies so deep."""
    depth += parent.beside is None
    if depth > DEEPEST:
        raise malformed("its parts lie too deep inside each other")
    return depth
