# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians and spreads of lists that may be empty."""


def percentile(values, share):
    """The value below which this share of all lies, between neighbours in proportion; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def median(values):
    return percentile(values, 0.5)


def spread(values):
    """How far the middle half of them is apart, as a share of their median; None of fewer than three."""
    middle = median(values)
    if len(values) < 3 or not middle:
        return None
    return (percentile(values, 0.75) - percentile(values, 0.25)) / abs(middle)
