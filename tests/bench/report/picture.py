# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws the rows that are ratios: a bar each, from "at once" to as long as the other, on a logarithmic scale."""
import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, TOP, STEP = 980, 430, 150, 84, 24
LEAST, MOST = 0.01, 10
GOOD, BAD, GREY, INK = "#2e8b57", "#c0504d", "#8a94a6", "#1f2733"


def place(ratio):
    share = (math.log10(min(max(ratio, LEAST), MOST)) - math.log10(LEAST)) / (math.log10(MOST) - math.log10(LEAST))
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def text(x, y, words, size=13, anchor="start", fill=INK, weight="normal"):
    return (f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}" '
            f'font-weight="{weight}">{escape(words)}</text>')


def scale(bottom):
    parts = []
    for mark in (0.01, 0.1, 1, 10):
        x = place(mark)
        color = INK if mark == 1 else "#d5dae2"
        parts.append(f'<line x1="{x:.0f}" y1="{TOP - 8}" x2="{x:.0f}" y2="{bottom}" stroke="{color}"/>')
        parts.append(text(x, TOP - 14, f"{mark:g}", 12, "middle", GREY))
    return parts


def bar(line, y):
    x = place(line["value"])
    color = GOOD if line["met"] else BAD
    parts = [text(LEFT - 10, y + 15, f'{line["row"]}, against {line["against"]}', 12, "end"),
             f'<rect x="{LEFT}" y="{y + 4}" width="{max(x - LEFT, 1):.0f}" height="15" fill="{color}"/>']
    goal = place(line["goal"])
    parts.append(f'<line x1="{goal:.0f}" y1="{y + 1}" x2="{goal:.0f}" y2="{y + 22}" stroke="{INK}" '
                 'stroke-width="2" stroke-dasharray="3 2"/>')
    label = f'{line["value"]:.2f}' + (" (noisy)" if line["noisy"] else "")
    parts.append(text(WIDTH - RIGHT + 12, y + 16, label, 12, weight="bold"))
    return parts


def draw(lines, studio):
    ratios = [line for line in lines if line["kind"] == "ratio" and line["value"] is not None]
    bottom = TOP + STEP * len(ratios)
    machine, versions = studio.get("machine", {}), studio.get("versions", {})
    about = ", ".join(str(one) for one in (f'OBS {versions.get("obs", "?")}', f'{machine.get("cores", "?")} cores',
                                           machine.get("processor", ""), machine.get("system", "").strip('"')) if one)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 40}" width="{WIDTH}" '
             'font-family="DejaVu Sans, Verdana, sans-serif">',
             f'<rect width="{WIDTH}" height="{bottom + 40}" fill="#ffffff"/>',
             text(20, 28, "obs-astro against what else there is", 18, weight="bold"),
             text(20, 50, "Each bar is our figure divided by the other's, of one run side by side; the dashed line is "
                  "the goal.", 12, fill=GREY)]
    parts += scale(bottom)
    for number, line in enumerate(ratios):
        parts += bar(line, TOP + STEP * number)
    parts += [text(20, bottom + 26, about, 12, fill=GREY), "</svg>"]
    return "\n".join(parts) + "\n"
