"""Numbers as people read them: with their base, in good grammar, and never rounded to a certainty."""


def share(part, whole):
    """Return a percentage in words, or "undefined" for a share of nothing.

    >>> share(8, 12), share(0, 12), share(988, 989), share(1, 1000), share(0, 0)
    ('67 %', '0 %', 'over 99 %', 'under 1 %', 'undefined')
    """
    if whole == 0:
        return "undefined"
    percent = round(100 * part / whole)
    if percent == 100 and part < whole:
        return "over 99 %"
    if percent == 0 and part > 0:
        return "under 1 %"
    return f"{percent} %"


def of(part, whole, noun):
    """Return a part with its base.

    >>> of(8, 12, "positive")
    '8 of 12 positives (67 %)'
    >>> of(1, 1, "alert")
    '1 of 1 alert (100 %)'
    """
    return f"{part:,} of {plural(whole, noun)} ({share(part, whole)})"


def plural(count, noun):
    """Return a count with its noun.

    >>> plural(1, "alert"), plural(1234, "alert")
    ('1 alert', '1,234 alerts')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
