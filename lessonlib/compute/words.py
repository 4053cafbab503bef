"""Numbers as people read them: with their base, in good grammar, and never rounded to a certainty or to minus zero."""


def number(value, form=".3f"):
    """Return a number as `form` says, as in ``format``, with a true minus sign; what rounds to zero has none.

    Thousands are written out, never as a power of ten.

    >>> number(-0.0421, "+.2f"), number(-0.0004), number(-1234.5, ",.1f"), number(-1234.5, ".3g")
    ('−0.04', '0.000', '−1,234.5', '−1,234')
    """
    sign = form[0] if form[0] in "+ " else ""
    form = f"{sign},.0f" if form.endswith("g") and abs(value) >= 1000 else form
    return f"{value:{sign}z{form[len(sign) :]}}".replace("-", "−")


def percent(fraction, form=".3g"):
    """Return a fraction as a percentage, with at most three digits that matter unless `form` says otherwise.

    >>> percent(0.0012), percent(0.05), percent(0.5), percent(0.0532, ".0f")
    ('0.12 %', '5 %', '50 %', '5 %')
    """
    return f"{number(100 * fraction, form)} %"


def interval(low, high, form=".3f"):
    """Return two ends in words.

    >>> interval(-0.02, 0.051, "+.2f")
    '−0.02 to +0.05'
    """
    return f"{number(low, form)} to {number(high, form)}"


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
