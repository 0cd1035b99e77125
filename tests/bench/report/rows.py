# SPDX-License-Identifier: GPL-2.0-or-later
"""The table that tools/bench makes: what each row compares, and what it must reach.

A row's `take` gets the measurements and gives a list of Results, one for each contender that the plugin is weighed
against. Nothing is asserted: a row that is not met says so.
"""
from dataclasses import dataclass, field
from typing import Callable, Optional

from statistic import median, percentile, spread

BRIDGE, SWITCHERS, NONE = "bridge", ("switcher-300", "switcher-10"), "none"


@dataclass
class Result:
    against: str
    ours: Optional[float]  # in the row's unit; None: not measured
    theirs: Optional[float]
    value: Optional[float]  # what is compared with the goal: a ratio or a difference
    samples: int = 0  # of ours
    starts: int = 0  # of OBS
    spread: Optional[float] = None  # of ours over the starts, as a share of their median
    note: str = ""


@dataclass
class Row:
    name: str
    unit: str
    goal: float
    take: Callable[["Measurements"], list]
    at_least: bool = False  # else at most
    kind: str = "ratio"  # or "difference"
    goals: dict = field(default_factory=dict)  # other ones, by `against`

    def goal_against(self, against):
        return self.goals.get(against, self.goal)

    def met(self, result):
        if result.value is None:
            return None
        goal = self.goal_against(result.against)
        return result.value >= goal if self.at_least else result.value <= goal


class Measurements:
    """What bench_studio, bench_tls and bench_way have written; any of them may not be there."""

    def __init__(self, studio, tls, way, size):
        self.studio, self.tls, self.way, self.size = studio or {}, tls, way, size

    def turns(self, contender):
        return [turn for turn in self.studio.get("turns", []) if turn["contender"] == contender]

    def lives(self, contender):
        """Starts and exits: those of the turns as well."""
        more = [life for life in self.studio.get("lives", []) if life["contender"] == contender]
        return self.turns(contender) + more

    def per_start(self, contender, *path):
        """One value a start: what stands at this path, where it does."""
        found = []
        for turn in self.turns(contender):
            value = turn
            for step in path:
                value = value.get(step) if isinstance(value, dict) else None
            if value is not None and value != []:
                found.append(value)
        return found


def quotient(ours, theirs):
    return ours / theirs if ours is not None and theirs else None


def difference(ours, theirs):
    return ours - theirs if ours is not None and theirs is not None else None


def left_out(measurements, against):
    why = measurements.studio.get("left_out", {}).get(against, "not measured")
    return Result(against, None, None, None, note=why)


def compare(against, ours, theirs, how=quotient, samples=None, note=""):
    """Medians over the starts."""
    mine, other = median(ours), median(theirs)
    return Result(against, mine, other, how(mine, other), samples if samples is not None else len(ours), len(ours),
                  spread(ours), note)


def latency(name, share):
    """Of all starts together: a single one has too few events for a p99."""
    def take(measurements):
        results = []
        for against in (BRIDGE, *SWITCHERS):
            ours, theirs = measurements.per_start("plugin", name), measurements.per_start(against, name)
            if not ours or not theirs:
                results.append(left_out(measurements, against))
                continue
            mine, other = (percentile(sum(one, []), share) / 1000 for one in (ours, theirs))
            results.append(Result(against, mine, other, quotient(mine, other), sum(len(one) for one in ours),
                                  len(ours), spread([percentile(one, share) for one in ours])))
        return results
    return take


def told_acted(burst_lists):
    """"9,806 of 10,000": the worst start."""
    worst = min(burst_lists, key=lambda burst: burst["acted"])
    return f'{worst["acted"]:,} of {worst["sent"]:,}'


def burst(*path):
    def take(measurements):
        results = []
        for against in (BRIDGE, *SWITCHERS):
            ours, theirs = measurements.per_start("plugin", *path), measurements.per_start(against, *path)
            if not ours or not theirs:
                results.append(left_out(measurements, against))
                continue
            note = f"acted on {told_acted(ours)}; {against}: {told_acted(theirs)}"
            results.append(compare(against, [one["drain_us"] / 1000 for one in ours],
                                   [one["drain_us"] / 1000 for one in theirs], note=note))
        return results
    return take


def lost(*paths):
    def take(measurements):
        sent, acted = 0, 0
        for path in paths:
            for one in measurements.per_start("plugin", *path):
                sent, acted = sent + one["sent"], acted + one["acted"]
        if sent == 0:
            return [left_out(measurements, "sent")]
        return [Result("sent", sent - acted, sent, sent - acted, sent, len(measurements.turns("plugin")))]
    return take


def in_process(measurements):
    ours = measurements.per_start("plugin", "probe", "action_us")
    theirs = measurements.per_start("plugin", "probe", "empty_task_us")
    if not ours or not theirs:
        return [left_out(measurements, "empty task")]
    return [compare("empty task", [median(one) for one in ours], [median(one) for one in theirs],
                    samples=sum(len(one) for one in ours))]


def through_tls(measurements):
    if not measurements.tls:
        return [left_out(measurements, "read and drop")]
    return [compare("read and drop", measurements.tls["rules"], measurements.tls["dropped"])]


def flood(name):
    def take(measurements):
        ours = [one[name] for one in measurements.per_start("plugin", "flood")]
        theirs = [one[name] for one in measurements.per_start(NONE, "flood")]
        if not ours or not theirs:
            return [left_out(measurements, NONE)]
        return [compare(NONE, ours, theirs, difference)]
    return take


def busiest(measurements):
    floods = measurements.per_start("plugin", "flood")
    if not floods:
        return [left_out(measurements, "limit")]
    turns = [one["longest_turn_ms"] for one in floods]
    processor = max(one["longest_turn_cpu_ms"] for one in floods)
    return [Result("limit", max(turns), None, max(turns), sum(one["acted"] for one in floods), len(floods),
                   spread(turns), note=f"worst of all starts; on the processor {processor:.1f} ms")]


def idle_cpu(measurements):
    def share(turn):
        return turn["process_cpu_ms"] / turn["seconds"] / 10  # per cent of one processor
    ours = [share(one) for one in measurements.per_start("plugin", "idle") if one["seconds"]]
    theirs = [share(one) for one in measurements.per_start(NONE, "idle") if one["seconds"]]
    if not ours or not theirs:
        return [left_out(measurements, NONE)]
    return [compare(NONE, ours, theirs, difference)]


def idle_thread(name, per, scale):
    def take(measurements):
        ours = [one[name] * per / one["seconds"] * scale
                for one in measurements.per_start("plugin", "idle") if one["seconds"]]
        if not ours:
            return [left_out(measurements, NONE)]
        return [Result(NONE, median(ours), 0, median(ours), len(ours), len(ours), spread(ours))]
    return take


def memory(name):
    def take(measurements):
        ours = [one / 1024 for one in measurements.per_start("plugin", name)]
        theirs = [one / 1024 for one in measurements.per_start(NONE, name)]
        if not ours or not theirs:
            return [left_out(measurements, NONE)]
        return [compare(NONE, ours, theirs, difference)]
    return take


def traffic(measurements):
    ours, theirs = measurements.per_start("plugin", "traffic_kib"), measurements.per_start(NONE, "traffic_kib")
    if not ours or not theirs:
        return [left_out(measurements, NONE)]
    first, last = ours[-1][0] / 1024, ours[-1][-1] / 1024
    return [Result(NONE, last, theirs[-1][-1] / 1024, last - theirs[-1][-1] / 1024, len(ours[-1]), 1,
                   note=f"from {first:.1f} MiB after a tenth of the time to {last:.1f} MiB at the end")]


def life(name):
    def take(measurements):
        ours = [one[name] for one in measurements.lives("plugin") if name in one]
        theirs = [one[name] for one in measurements.lives(NONE) if name in one]
        if not ours or not theirs:
            return [left_out(measurements, NONE)]
        return [compare(NONE, ours, theirs, difference)]
    return take


def size(measurements):
    if not measurements.size:
        return [left_out(measurements, "limit")]
    mib = measurements.size / 1024 / 1024
    return [Result("limit", mib, None, mib, 1)]


def way(rules):
    def take(measurements):
        ratio = (measurements.way or {}).get(f"way/{rules}")
        if ratio is None:
            return [left_out(measurements, "jsoncpp")]
        return [Result("jsoncpp", ratio, 1, ratio)]
    return take


SWITCHER_ITEM, SWITCHER_SCENE = ({one: goal for one in SWITCHERS} for goal in (0.1, 0.8))

ROWS = [
    Row("frame text → actions, 10 rules", "×", 1.5, way(10)),
    Row("frame text → actions, 100 rules", "×", 1.6, way(100)),
    Row("frame text → actions, 1,000 rules", "×", 2.0, way(1000)),
    Row("notification sent → item shown, p50", "ms", 0.7, latency("item_us", 0.5), goals=SWITCHER_ITEM),
    Row("notification sent → item shown, p99", "ms", 0.7, latency("item_us", 0.99), goals=SWITCHER_ITEM),
    Row("notification sent → program scene (Cut), p50", "ms", 1.0, latency("scene_us", 0.5), goals=SWITCHER_SCENE),
    Row("20 events, one every 50 ms: first → last done", "ms", 1.0, burst("paced")),
    Row("20 events at once: time to drain", "ms", 1.0, burst("bursts", "20")),
    Row("100 events at once: time to drain", "ms", 1.0, burst("bursts", "100")),
    Row("1,000 events at once: time to drain", "ms", 1.0, burst("bursts", "1000")),
    Row("10,000 events at once: time to drain", "ms", 1.0, burst("bursts", "10000")),
    Row("events of all these that the plugin did not act on", "events", 0,
        lost(("paced",), ("flood",), *(("bursts", count) for count in ("20", "100", "1000", "10000"))), kind="count"),
    Row("frame read → action done on the UI thread, p50", "µs", 1.5, in_process),
    Row("notifications through TLS to the rules", "a second", 0.7, through_tls, at_least=True),
    Row("10,000 in a second: frames lagged", "frames", 0, flood("lagged"), kind="difference"),
    Row("10,000 in a second: frames skipped", "frames", 0, flood("skipped"), kind="difference"),
    Row("10,000 in a second: UI thread busy for us at once", "ms", 8, busiest, kind="limit"),
    Row("idle, connected: OBS's processor", "%", 0.1, idle_cpu, kind="difference"),
    Row("idle, connected: our thread's processor", "ms a minute", 1, idle_thread("thread_cpu_ms", 60, 1),
        kind="difference"),
    Row("idle, connected: our thread's wake-ups", "a minute", 10, idle_thread("thread_wakeups", 60, 1),
        kind="difference"),
    Row("memory, connected", "MiB", 6, memory("memory_connected_kib"), kind="difference"),
    Row("memory, after the bursts", "MiB", 6, memory("memory_after_bursts_kib"), kind="difference"),
    Row("memory, after 10,000 in a second", "MiB", 6, memory("memory_after_flood_kib"), kind="difference"),
    Row("memory, after traffic", "MiB", 6, traffic, kind="difference"),
    Row("OBS's start", "ms", 10, life("start_ms"), kind="difference"),
    Row("OBS's exit", "ms", 50, life("exit_ms"), kind="difference"),
    Row("size of the stripped module", "MiB", 2.5, size, kind="limit"),
]
