"""What a run found, as tables with ratios, and whether the goals are met."""

from collections.abc import Sequence

from benchmarks.live.loading import Loading
from benchmarks.live.typing import BEARABLE, Row

KINDS = ["consensus", "relay", "hocuspocus", "etherpad"]
NAMES = {
    "consensus": "consensus",
    "relay": "bare relay",
    "hocuspocus": "Hocuspocus",
    "etherpad": "Etherpad",
}
_LATENCY_GOALS = [  # people, typing, ms at p95, share of Hocuspocus's CPU
    (2, 2, 12, None), (10, 10, 20, None), (50, 50, 40, 1.0),
    (200, 50, 65, 0.5), (200, 200, 100, None),
]  # fmt: skip
_LOADING_GOALS = [("log", 100), ("snapshot", 10)]  # ms

Found = dict[tuple[int, int], dict[str, Row]]


def grouped(rows: Sequence[Row]) -> Found:
    """The rows by how many people are there and type, then by server."""
    found: Found = {}
    for row in rows:
        found.setdefault((row.clients, row.writers), {})[row.kind] = row
    return found


def latency_table(found: Found) -> str:
    """Milliseconds from keystroke to the other pages: p50 / p95 / p99, and ratios."""
    lines = [
        "| people, typing | " + " | ".join(NAMES[kind] for kind in KINDS)
        + " | p95 ÷ relay | p95 ÷ Hocuspocus | p95 ÷ Etherpad |",
        "|---|" + "---|" * 7,
    ]  # fmt: skip
    for (clients, writers), rows in sorted(found.items()):
        cells = [_latency(rows.get(kind)) for kind in KINDS]
        ratios = [_ratio(rows, kind, "p95") for kind in KINDS[1:]]
        lines.append(
            f"| {clients}, {writers} | " + " | ".join([*cells, *ratios]) + " |"
        )
    return "\n".join(lines)


def cost_table(found: Found) -> str:
    """The server's share of its core and its memory, and ratios of the former."""
    lines = [
        "| people, typing | " + " | ".join(NAMES[kind] for kind in KINDS)
        + " | CPU ÷ relay | CPU ÷ Hocuspocus | CPU ÷ Etherpad | load client, other |",
        "|---|" + "---|" * 8,
    ]  # fmt: skip
    for (clients, writers), rows in sorted(found.items()):
        cells = [_cost(rows.get(kind)) for kind in KINDS]
        ratios = [_ratio(rows, kind, "cpu") for kind in KINDS[1:]]
        busiest = max(row.client for row in rows.values())
        other = max(row.other for row in rows.values())
        lines.append(
            f"| {clients}, {writers} | " + " | ".join([*cells, *ratios])
            + f" | ≤ {busiest:.0%}, ≤ {other:.0%} |"
        )  # fmt: skip
    return "\n".join(lines)


def sustained_table(sustained: dict[str, list[Row]]) -> str:
    """The most writers, all in one text, whom a server bore."""
    lines = [
        "| server | writers borne | p95 | CPU | first not borne | its p95 |",
        "|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        if rows := sustained.get(kind):
            best = borne(rows)
            over = [row for row in rows if not row.is_borne]
            first = min(over, key=lambda row: row.writers) if over else None
            lines.append(
                f"| {NAMES[kind]} | {best.writers if best else 'none'} "
                f"| {_ms(best)} | {f'{best.cpu:.0%}' if best else '-'} "
                f"| {first.writers if first else '-'} | {_ms(first)} |"
            )
    return "\n".join(lines)


def loading_table(found: Sequence[Loading]) -> str:
    """Opening the long text."""
    lines = [
        "| stored as | rows | bytes | ms | processor ms |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.stored_as} | {one.rows:,} | {one.size:,} | {one.wall:.1f} "
        f"| {one.processor:.1f} |"
        for one in found
    ]
    return "\n".join(lines)


def goals_table(
    found: Found, sustained: dict[str, list[Row]], loading: Sequence[Loading]
) -> str:
    """Every goal with what was measured, and whether it is met."""
    lines = ["| goal | measured | met |", "|---|---|---|"]
    goals = [*_typing_goals(found), *_writer_goals(sustained), *_opening_goals(loading)]
    lines += [
        f"| {goal} | {measured} | {'yes' if is_met else '**no**'} |"
        for goal, measured, is_met in goals
    ]
    return "\n".join(lines)


Goal = tuple[str, str, bool]


def _typing_goals(found: Found) -> list[Goal]:
    goals = []
    for clients, writers, limit, share in _LATENCY_GOALS:
        rows = found.get((clients, writers), {})
        own, peer = rows.get("consensus"), rows.get("hocuspocus")
        if own is None or own.p95 is None:
            continue
        what = f"{clients} present, {writers} typing"
        goals.append(
            (f"{what}: p95 ≤ {limit} ms", f"{own.p95:.1f} ms", own.p95 <= limit)
        )
        if share is not None and peer is not None:
            goals.append(
                (
                    f"{what}: CPU ≤ {share:g} × Hocuspocus",
                    f"{own.cpu:.0%} to {peer.cpu:.0%} ({own.cpu / peer.cpu:.2f})",
                    own.cpu <= share * peer.cpu,
                )
            )
    return goals


def _writer_goals(sustained: dict[str, list[Row]]) -> list[Goal]:
    own = borne(sustained.get("consensus", []))
    goals = []
    for kind, factor in (("hocuspocus", 2), ("etherpad", 4)):
        peer = borne(sustained.get(kind, []))
        if own is not None and kind in sustained:
            theirs = peer.writers if peer else 0
            goals.append(
                (
                    f"writers at p95 ≤ {BEARABLE:.0f} ms ≥ {factor} × {NAMES[kind]}",
                    f"{own.writers} to {theirs}",
                    own.writers >= factor * theirs,
                )
            )
    return goals


def _opening_goals(loading: Sequence[Loading]) -> list[Goal]:
    return [
        (
            f"text of 20,000 edits from {kind} ≤ {limit} ms",
            f"{one.wall:.1f} ms",
            one.wall <= limit,
        )
        for kind, limit in _LOADING_GOALS
        for one in loading
        if one.stored_as.startswith(kind) and "behind" not in one.stored_as
    ]


def borne(rows: Sequence[Row]) -> Row | None:
    """The row with the most writers whom the server bore."""
    return max(
        (row for row in rows if row.is_borne),
        key=lambda row: row.writers,
        default=None,
    )


def _latency(row: Row | None) -> str:
    if row is None or row.p50 is None:
        return "-"
    told = f"{row.p50:.1f} / {row.p95:.1f} / {row.p99:.1f}"
    return told if row.cover >= 0.999 else f"{told} ({row.cover:.0%} arrived)"


def _cost(row: Row | None) -> str:
    return "-" if row is None else f"{row.cpu:.0%}, {row.memory:.0f} MB"


def _ms(row: Row | None) -> str:
    return "-" if row is None or row.p95 is None else f"{row.p95:.0f} ms"


def _ratio(rows: dict[str, Row], kind: str, name: str) -> str:
    own, peer = rows.get("consensus"), rows.get(kind)
    if own is None or peer is None or not getattr(peer, name):
        return "-"
    return f"{(getattr(own, name) or 0) / getattr(peer, name):.2f}"
