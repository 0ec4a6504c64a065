# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables and the chart of scripts/bench, from figures that it measured.

A row holds what is known of one program:
    name, group
    native: seconds
    guests: {guest: {"ratio": {engine: times native},
                     "failed": {engine: what went wrong}}}
A View says which guests and engines were measured, in order. Of the engines,
CALQUE is ours and all others are QEMUs, of which the faster counts.
"""

import collections
import math
import os
import tempfile

CALQUE = "Calque"
INTEGER = ("int", "call", "indirect", "alloc", "simd")
FLOATING = ("fp",)
GROUPS = {
    "int": "integer", "call": "calls", "indirect": "indirect calls",
    "alloc": "allocation", "fp": "floating point", "simd": "vectors of integers",
    "atomic": "atomics", "syscall": "system calls", "start": "start-up",
}
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"

# titles: {guest: title}; engines: names.
View = collections.namedtuple("View", "titles engines")


def write_file(path, text):
    """Write a file so that no reader sees half of it."""
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False,
                                     encoding="utf-8") as out:
        out.write(text)
    os.chmod(out.name, 0o644)
    os.replace(out.name, path)


def put_between_markers(path, text):
    """Replace what is between the markers of a file, or write a new one.

    Raises ValueError if the file has no markers.
    """
    before, after = "", ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as old:
            whole = old.read()
        before, found, rest = whole.partition(BEGIN)
        _, found_end, after = rest.partition(END)
        if not found or not found_end:
            raise ValueError(f"{path} has no {BEGIN} ... {END}")
    write_file(path, f"{before}{BEGIN}\n{text}{END}{after or chr(10)}")


def calque_ratio(row, guest):
    """The ratio of Calque, or None."""
    return row["guests"][guest]["ratio"].get(CALQUE)


def qemu_ratio(row, guest):
    """The ratio of the fastest QEMU, or None."""
    ratios = row["guests"][guest]["ratio"]
    return min((r for e, r in ratios.items() if e != CALQUE), default=None)


def sides(view):
    """(title, ratio function, colour) of Calque and QEMU, as measured."""
    found = []
    if CALQUE in view.engines:
        found.append((CALQUE, calque_ratio, "ours"))
    if any(e != CALQUE for e in view.engines):
        found.append(("QEMU", qemu_ratio, "qemu"))
    return found


def show(ratio):
    """A ratio as the tables have it."""
    if ratio is None:
        return "-"
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def show_mean(ratios):
    """The geometric mean; says so if it is not over all programs."""
    known = [r for r in ratios if r is not None]
    if not known:
        return "-"
    mean = math.exp(math.fsum(map(math.log, known)) / len(known))
    if len(known) == len(ratios):
        return show(mean)
    return f"{show(mean)} ({len(known)} of {len(ratios)})"


def slower_than_qemu(rows, guest):
    """Names of the programs on which a QEMU beats Calque."""
    pairs = ((r["name"], calque_ratio(r, guest), qemu_ratio(r, guest))
             for r in rows)
    return [name for name, ours, theirs in pairs
            if ours is not None and theirs is not None and ours > theirs]


def failures(rows, guest, engine):
    """What went wrong with an engine: 'program (what)'."""
    return [f"{r['name']} ({r['guests'][guest]['failed'][engine]})"
            for r in rows if engine in r["guests"][guest]["failed"]]


def markdown_table(head, left, lines):
    """A Markdown table, of whose columns the first few are text."""
    rule = ["---"] * left + ["--:"] * (len(head) - left)
    return ["| " + " | ".join(cells) + " |" for cells in (head, rule, *lines)]


def summary_table(rows, view):
    """Means of the groups, and the worst program."""
    kinds = [("**all integer**", INTEGER),
             ("**all floating point**", FLOATING),
             ("floating point and vectors", FLOATING + ("simd",))]
    kinds += [(title, (group,)) for group, title in GROUPS.items()]
    measures = [(guest, title, ratio) for guest in view.titles
                for title, ratio, _ in sides(view)]
    lines, worst = [], []
    for title, groups in kinds:
        inside = [r for r in rows if r["group"] in groups]
        if inside:
            lines.append([title, str(len(inside))] + [
                show_mean([ratio(r, guest) for r in inside])
                for guest, _, ratio in measures])
    for guest, _, ratio in measures:
        value, name = max(((ratio(r, guest), r["name"]) for r in rows
                           if ratio(r, guest) is not None),
                          default=(None, ""))
        worst.append(f"{show(value)} {name}".strip())
    lines.append(["worst program", str(len(rows))] + worst)
    return markdown_table(
        ["geometric mean", "programs"] +
        [f"{view.titles[guest]} {title}" for guest, title, _ in measures],
        1, lines)


def program_table(rows, view):
    """One line a program, one column a guest and engine."""
    columns = [(g, e) for g in view.titles for e in view.engines]
    lines = []
    for row in rows:
        cells = [row["name"], row["group"], f"{row['native']:.3f}"]
        for guest, engine in columns:
            failed = engine in row["guests"][guest]["failed"]
            cells.append("failed" if failed else
                         show(row["guests"][guest]["ratio"].get(engine)))
        lines.append(cells)
    return markdown_table(
        ["program", "group", "native, s"] +
        [f"{view.titles[g]} {e}" for g, e in columns], 2, lines)


def verdicts(rows, view):
    """Sentences on failures and on programs slower than under QEMU."""
    lines = []
    for guest, title in view.titles.items():
        for engine in view.engines:
            failed = failures(rows, guest, engine)
            if failed:
                lines.append(f"- {title}, {engine}, failed and in no mean: "
                             f"{', '.join(failed)}.")
    if len(sides(view)) == 2:
        for guest, title in view.titles.items():
            slower = slower_than_qemu(rows, guest)
            lines.append(f"- {title}, slower than QEMU: "
                         f"{', '.join(slower) or 'none'}.")
    return lines


def report(rows, view, provenance, chart):
    """The generated part of docs/performance.md."""
    lines = [*provenance, "",
             "Times native; smaller is better. QEMU is the fastest version "
             "measured, program by program.", ""]
    lines += summary_table(rows, view) + [""]
    sentences = verdicts(rows, view)
    lines += sentences + [""] if sentences else []
    if chart:
        lines += [f"![Time of each program, times native]({chart})", ""]
    return "\n".join(lines + program_table(rows, view)) + "\n"


class Chart:
    """Horizontal bars on a logarithmic scale, one panel a guest."""

    LEFT, PANEL, GAP, ROW, HEAD = 92, 330, 62, 20, 74
    LOW = 0.5
    STYLE = ("text{font:11px system-ui,'DejaVu Sans',sans-serif;fill:#24292f}"
             "text.title{font-size:15px;font-weight:600}"
             "text.group{font-weight:600;fill:#57606a}"
             "text.value{font-size:9px;fill:#57606a}"
             "text.failed{font-size:9px;fill:#b42318}"
             ".ours{fill:#0f766e}.qemu{fill:#d0a85c}"
             ".grid{stroke:#e4e7eb}.one{stroke:#24292f;stroke-width:1.2}")

    def __init__(self, rows, view):
        self.rows, self.view, self.sides = rows, view, sides(view)
        ratios = [ratio(row, guest) for row in rows for guest in view.titles
                  for _, ratio, _ in self.sides]
        top = max((r for r in ratios if r is not None), default=2)
        self.high = 2 ** max(2, math.ceil(math.log2(top * 1.1)))
        self.parts = []

    def text(self, x, y, text, kind="name", anchor="start"):
        """Add a piece of text."""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" '
                          f'text-anchor="{anchor}">{text}</text>')

    def bar(self, x, y, width, height, kind):
        """Add a bar."""
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" rx="1.5" '
                          f'width="{max(width, 0.5):.1f}" '
                          f'height="{height:.1f}" class="{kind}"/>')

    def panel(self, index):
        """Left edge of a guest's panel."""
        return self.LEFT + index * (self.PANEL + self.GAP)

    def width_of(self, ratio):
        """Length of a bar."""
        share = math.log(max(ratio, self.LOW) / self.LOW)
        return share / math.log(self.high / self.LOW) * self.PANEL

    def grid(self, bottom):
        """Add the vertical lines, at powers of two, and their numbers."""
        for index, title in enumerate(self.view.titles.values()):
            left = self.panel(index)
            self.text(left, 46, title, "group")
            at = self.LOW
            while at <= self.high:
                x = left + self.width_of(at)
                kind = "one" if at == 1 else "grid"
                self.parts.append(
                    f'<line x1="{x:.1f}" y1="{self.HEAD - 6}" x2="{x:.1f}" '
                    f'y2="{bottom:.1f}" class="{kind}"/>')
                self.text(x, self.HEAD - 10, f"{at:g}", "value", "middle")
                at *= 2

    def program(self, row, y):
        """Add the name and the bars of a program."""
        height = (self.ROW - 4) / max(len(self.sides), 1)
        self.text(self.LEFT - 8, y + self.ROW / 2 + 2, row["name"],
                  anchor="end")
        for index, guest in enumerate(self.view.titles):
            left = self.panel(index)
            for place, (_, ratio_of, kind) in enumerate(self.sides):
                ratio, top = ratio_of(row, guest), y + place * height
                middle = top + height / 2 + 2.5
                if ratio is None:
                    self.text(left + 4, middle, "failed", "failed")
                    continue
                width = self.width_of(ratio)
                self.bar(left, top, width, height - 1, kind)
                self.text(left + width + 3, middle, show(ratio), "value")

    def svg(self):
        """The whole picture."""
        places, y, group = [], self.HEAD, None
        for row in self.rows:
            if row["group"] != group:
                group = row["group"]
                y += 16
                places.append((None, group, y))
                y += 6
            places.append((row, group, y))
            y += self.ROW
        # The lines come first, so that the bars lie over them.
        self.grid(y)
        for row, group, top in places:
            if row is None:
                self.text(10, top, GROUPS[group], "group")
            else:
                self.program(row, top)
        self.text(10, 24, "Time of each program, times native", "title")
        x = self.LEFT + 270
        for title, _, kind in self.sides:
            self.bar(x, 15, 10, 10, kind)
            self.text(x + 15, 24, title)
            x += 80
        width = max(self.panel(len(self.view.titles)), 520)
        return ('<?xml version="1.0" encoding="UTF-8"?>\n'
                '<svg xmlns="http://www.w3.org/2000/svg" '
                f'viewBox="0 0 {width} {y + 12}">\n'
                f"<style>{self.STYLE}</style>\n"
                '<rect width="100%" height="100%" fill="#fff"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")
