# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo==0.25.2"]
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App()


@app.cell(hide_code=True)
def _(SYSTEM, mo):
    mo.md(f"""
    ### The system

    {SYSTEM.clients} clients do the same for ever. Each thinks for a while,
    asks for a connection, waits in line if there is none, and holds it for
    one transaction. That has two parts. For {SYSTEM.idle:g} ms on average
    the connection is taken but needs no core of the database: a row is on
    its way, a disk is read, the application computes between two
    statements. For {SYSTEM.work:g} ms it wants one of {SYSTEM.cores} cores.
    If more connections want a core than there are, each gets the same share,
    as an operating system would do it. All times are drawn from exponential
    distributions.
    """)
    return


@app.cell
def _():
    from collections import deque
    from dataclasses import dataclass, replace
    from heapq import heapify, heappop, heappush
    from math import ceil, floor, inf, log, log2, log10
    from random import Random
    from statistics import fmean, quantiles

    import marimo as mo

    @dataclass(frozen=True)
    class System:
        """Clients and a database; times are means, in milliseconds."""

        clients: int = 100
        think: float = 80.0
        idle: float = 15.0
        work: float = 5.0
        cores: int = 4
        even: bool = False  # the same work for each, and none left to chance

        @property
        def alone(self):
            """How long a transaction takes that has no company."""
            return self.idle + self.work

        @property
        def start(self):
            """The pool that would keep all cores busy, but for chance."""
            return ceil(self.cores / self.work * self.alone)

        def limits(self, pool):
            """What no throughput exceeds: clients, pool, cores."""
            return (
                self.clients / (self.think + self.alone),
                pool / self.alone,
                self.cores / self.work,
            )

    @dataclass(frozen=True)
    class Run:
        """What was seen; times in milliseconds."""

        pool: int
        throughput: float  # transactions in a millisecond
        in_use: float  # connections, averaged over time
        wait: float  # mean, for a connection
        crowd: float  # mean, lost by sharing cores
        response: float  # mean, from asking to the answer
        median: float
        p99: float

    SYSTEM = System()
    return (
        Random,
        Run,
        SYSTEM,
        ceil,
        deque,
        floor,
        fmean,
        heapify,
        heappop,
        heappush,
        inf,
        log,
        log10,
        log2,
        mo,
        quantiles,
        replace,
    )


@app.cell
def _(
    Random,
    Run,
    SYSTEM,
    deque,
    fmean,
    heapify,
    heappop,
    heappush,
    inf,
    log,
    quantiles,
):
    def simulate(pool, system=SYSTEM, requests=100_000, seed=1):
        random = Random(seed)

        def draw(mean):
            return -mean * log(1.0 - random.random())

        timers = [
            (draw(system.think), who, "ask") for who in range(system.clients)
        ]
        heapify(timers)
        line, free = deque(), pool
        running, given = [], 0.0  # work given to each that runs, so far
        asked, got, alone = {}, {}, {}
        answers, warm_up = [], requests // 10
        now = begin = used = 0.0

        while len(answers) < warm_up + requests:
            share = min(1.0, system.cores / max(1, len(running)))
            end = now + (running[0][0] - given) / share if running else inf
            if timers and timers[0][0] <= end:
                then, who, what = heappop(timers)
            else:
                then, who, what = end, running[0][1], "answer"
            given += (then - now) * share
            used += (then - now) * (pool - free)
            now = then

            if what == "ask":
                asked[who] = now
                line.append(who)
            elif what == "work":
                work = system.work if system.even else draw(system.work)
                alone[who] += work
                heappush(running, (given + work, who))
            else:
                heappop(running)
                free += 1
                wait, held = got[who] - asked[who], now - got[who]
                answers.append((wait, held - alone[who], wait + held))
                heappush(timers, (now + draw(system.think), who, "ask"))
                if len(answers) == warm_up:
                    begin, used = now, 0.0

            while free and line:
                who = line.popleft()
                free -= 1
                got[who], alone[who] = now, draw(system.idle)
                heappush(timers, (now + alone[who], who, "work"))

        waits, crowds, responses = zip(*answers[warm_up:], strict=True)
        cuts = quantiles(responses, n=100)
        return Run(
            pool,
            requests / (now - begin),
            used / (now - begin),
            fmean(waits),
            fmean(crowds),
            fmean(responses),
            cuts[49],
            cuts[98],
        )

    return (simulate,)


@app.cell
def _(SYSTEM, mo, simulate):
    SIZES = {2, 4, 6, 8, 12, 16, 20, 24, 32, 48, 64}
    POOLS = sorted(SIZES | {SYSTEM.start, SYSTEM.clients})
    RUNS = {pool: simulate(pool) for pool in POOLS}
    MOST = max(run.throughput for run in RUNS.values())
    ENOUGH = next(p for p in POOLS if RUNS[p].throughput > 0.98 * MOST)

    mo.md(
        "| pool | in use | per second | median, ms | p99, ms |\n"
        "|--:|--:|--:|--:|--:|\n"
        + "\n".join(
            f"| {run.pool} | {run.in_use:.1f} | {run.throughput * 1000:.0f} "
            f"| {run.median:.0f} | {run.p99:.0f} |"
            for run in RUNS.values()
        )
    )
    return ENOUGH, POOLS, RUNS


@app.cell(hide_code=True)
def _(RUNS, SYSTEM, mo):
    start = RUNS[SYSTEM.start]
    by_clients, _, by_cores = (
        limit * 1000 for limit in SYSTEM.limits(SYSTEM.clients)
    )
    mo.md(f"""
    ### What must be so

    [Little's law](https://doi.org/10.1287/opre.1110.0940) says that the
    number of things in a system is the rate at which they come times the
    time that they stay. It asks for no distribution. Applied to the cores:
    {SYSTEM.cores} of them, each transaction there for {SYSTEM.work:g} ms,
    make at most {by_cores:.0f} transactions a second. Applied to the
    connections: at that rate, each held for {SYSTEM.alone:g} ms if nothing
    is in its way, **{SYSTEM.start} are in use**. Fewer cannot keep all cores
    busy all the time, whatever the load. And {SYSTEM.clients} clients that
    never waited would ask for {by_clients:.0f} a second, more than the cores
    can do: this database is overloaded, which is when the pool matters. Such
    limits are the asymptotic bounds of
    [operational analysis](https://doi.org/10.1145/356733.356735).

    With {SYSTEM.start} connections the simulation gets to
    {start.throughput * 1000:.0f} a second,
    {start.throughput * 1000 / by_cores:.0%} of the limit. The rest is lost
    to chance: at times so many connections are idle at once that a core has
    nothing to do, while clients stand in line. So the law gives the size to
    begin with, and some more is better.

    The throughput can be computed, too. Clients alternate between thinking
    and the database; in there, connections between idling and the cores. If
    no one waits for a connection, the theorems for
    [networks of queues](https://doi.org/10.1145/321879.321887) make this
    exact; else the database is replaced by
    [one station that is as fast](https://doi.org/10.1147/rd.191.0036),
    which is exact without idling and an approximation with it.
    """)
    return


@app.cell
def _(SYSTEM):
    def circulate(members, delay, rate):
        """Throughput of members that alternate between a delay and a station.

        The station serves `rate(n)` in a millisecond if n are there. All
        times are exponential; the weights are those of `away` members in the
        delay, and follow from balancing each step with its way back.
        """
        weights = [1.0]
        for away in range(1, members + 1):
            step = delay * rate(members - away + 1) / away
            weights.append(weights[-1] * step)
        rates = (rate(members - away) for away in range(members + 1))
        served = sum(w * r for w, r in zip(weights, rates, strict=True))
        return served / sum(weights)

    def predict(pool, system=SYSTEM):
        def compute(n):
            return min(n, system.cores) / system.work

        inside = [
            circulate(n, system.idle, compute) for n in range(pool + 1)
        ]
        return circulate(
            system.clients, system.think, lambda n: inside[min(n, pool)]
        )

    return (predict,)


@app.cell
def _(POOLS, RUNS, SYSTEM, mo, predict, replace, simulate):
    MORE = "this may be chance: simulate more requests"

    def differ(measured, expected):
        return abs(measured / expected - 1)

    for run in RUNS.values():
        held = run.response - run.wait
        cycle = SYSTEM.think + run.response
        assert differ(run.in_use, run.throughput * held) < 0.005, MORE
        assert differ(SYSTEM.clients, run.throughput * cycle) < 0.01, MORE
        assert run.throughput < min(SYSTEM.limits(run.pool)) * 1.01, MORE

    BUSY = replace(SYSTEM, idle=0.0)
    all_in = SYSTEM.clients
    exact = differ(RUNS[all_in].throughput, predict(all_in))
    exact_busy = max(
        differ(simulate(pool, BUSY).throughput, predict(pool, BUSY))
        for pool in (2, 4, 8)
    )
    near = max(differ(RUNS[p].throughput, predict(p)) for p in POOLS)
    assert max(exact, exact_busy) < 0.01, MORE
    assert near < 0.02, MORE

    mo.md(f"""
    Simulated and computed throughput differ by {exact:.1%} with a connection
    for each client, and by at most {exact_busy:.1%} if transactions are never
    idle; at most {near:.1%} for all sizes above.
    """)
    return


@app.cell
def _(ceil, floor, log10, log2):
    STYLES = (
        'fill="none" stroke="#12897c" stroke-width="3"',
        'fill="none" stroke="#c4592b" stroke-width="3" stroke-dasharray="6 4"',
    )

    def draw(title, series):
        """Draw lines over the size of the pool, on a logarithmic scale."""
        pools = list(next(iter(series.values())))
        highest = max(max(values.values()) for values in series.values())
        power = 10 ** floor(log10(highest))
        y_top = ceil(highest / power) * power
        y_ticks = [y_top * quarter / 4 for quarter in range(5)]
        left, right, top = 48, 388, 12 + 22 * len(series)
        bottom = top + 190

        def x(pool):
            place = log2(pool / pools[0]) / log2(pools[-1] / pools[0])
            return round(left + (right - left) * place, 1)

        def y(value):
            return round(bottom - (bottom - top) * value / y_top, 1)

        def write(text, x, y, anchor="middle"):
            return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'

        grid = "".join(f"M{left} {y(tick)}H{right}" for tick in y_ticks)
        parts = [
            f"<title>{title}</title>",
            f'<path d="{grid}" stroke="currentColor" stroke-opacity="0.25"/>',
            *(write(f"{t:g}", left - 8, y(t) + 5, "end") for t in y_ticks),
            *(write(p, x(p), bottom + 22) for p in pools if log2(p) % 1 == 0),
            write("connections", (left + right) / 2, bottom + 44),
        ]
        for row, (name, values) in enumerate(series.items()):
            key = 14 + 22 * row
            line = "L".join(f"{x(p)} {y(v)}" for p, v in values.items())
            parts += [
                f'<path d="M{line}M{left} {key}h34" {STYLES[row]}/>',
                write(name, left + 44, key + 5, "start"),
            ]
        return (
            f'<svg role="img" width="400" viewBox="0 0 400 {bottom + 52}" '
            f'font-size="15" fill="currentColor">{"".join(parts)}</svg>'
        )

    return (draw,)


@app.cell
def _(POOLS, RUNS, SYSTEM, draw, mo):
    mo.Html(
        draw(
            "Transactions a second rise with the pool, then stay the same",
            {
                "transactions a second": {
                    pool: RUNS[pool].throughput * 1000 for pool in POOLS
                },
                "no more than": {
                    pool: min(SYSTEM.limits(pool)) * 1000 for pool in POOLS
                },
            },
        )
    )
    return


@app.cell(hide_code=True)
def _(ENOUGH, RUNS, SYSTEM, mo):
    def _rate(pool):
        return f"{RUNS[pool].throughput * 1000:.0f}"

    mo.md(f"""
    Half of the connections are half of the throughput: {_rate(8)} a second
    with 8, {_rate(4)} with 4. The database is not busy then; it is the pool
    that is too small. But from {ENOUGH} on, hardly anything is gained:
    {_rate(ENOUGH)} with {ENOUGH}, {_rate(SYSTEM.clients)} with one for each
    client. Those who do not stand in line for
    a connection any more stand in line for a core:
    """)
    return


@app.cell
def _(RUNS, draw, mo):
    later = [run for run in RUNS.values() if run.pool >= 12]
    mo.Html(
        draw(
            "Waiting for a connection falls, waiting for a core rises",
            {
                "ms in line for a connection": {
                    run.pool: run.wait for run in later
                },
                "ms lost by sharing cores": {
                    run.pool: run.crowd for run in later
                },
            },
        )
    )
    return


@app.cell(hide_code=True)
def _(ENOUGH, RUNS, SYSTEM, mo):
    best = min(RUNS.values(), key=lambda run: run.p99)
    small, large = RUNS[ENOUGH], RUNS[SYSTEM.clients]
    mo.md(f"""
    From there on the sum hardly changes. By Little's law, the clients divided
    by the throughput are the time of a whole round, and thinking is part of
    it; for the response {small.response:.0f} ms are left with {small.pool}
    connections and {large.response:.0f} ms with {large.pool}. What changes is
    how they are spread. The line for connections serves first who came first.
    At the cores all are served at once, and slowly: short transactions
    overtake long ones, and those are late. With {small.pool} connections the
    median is {small.median:.0f} ms and the 99th percentile {small.p99:.0f};
    with {large.pool} they are {large.median:.0f} and {large.p99:.0f}. Of the
    sizes tried, {best.pool} has the lowest 99th percentile; the law said to
    begin with {SYSTEM.start}.
    """)
    return


@app.cell
def _(ENOUGH, SYSTEM, mo, replace, simulate):
    EVEN = replace(SYSTEM, even=True)
    few, many = simulate(ENOUGH, EVEN), simulate(SYSTEM.clients, EVEN)
    mo.md(
        "Nobody can overtake where all need the same work. Then the median is "
        f"{few.median:.0f} ms and the 99th percentile {few.p99:.0f} with "
        f"{few.pool} connections, and {many.median:.0f} and {many.p99:.0f} "
        f"with {many.pool}."
    )
    return


@app.cell
def _(SYSTEM, mo):
    size = mo.ui.slider(
        1,
        SYSTEM.clients,
        value=SYSTEM.start,
        label="Connections in the pool",
    )
    size
    return (size,)


@app.cell
def _(mo, simulate, size):
    tried = simulate(size.value, requests=20_000, seed=2)
    mo.md(
        f"With {tried.pool} connections, in a shorter run of another seed: "
        f"{tried.throughput * 1000:.0f} transactions a second, median "
        f"{tried.median:.0f} ms, 99th percentile {tried.p99:.0f} ms."
    )
    return


if __name__ == "__main__":
    app.run()
