"""The rows of a band that people read: quotes, pain points, opportunities."""

from config.emotion import Level
from mapping.frame import PILL_LEFT, PILL_WIDTH, TEXT_LEFT, TEXT_WIDTH, Band, Column, Row, head, rule
from mapping.graphemes import is_rtl
from mapping.marks import Box, Group, Letters, Mark
from mapping.palette import Ink, ink_of
from mapping.parts import PainPoint
from mapping.rows import MORE_HEIGHT, more_note, note
from mapping.words import Words
from mapping.wrapping import clip, wrap

QUOTE_LINES, QUOTE_LEADING = 3, 18
MOST_PAINS, PAIN_HEIGHT, PAIN_GAP = 3, 38, 6
MOST_OPPORTUNITIES, OPPORTUNITY_LINES, OPPORTUNITY_LEADING = 2, 2, 17
DEEP = 1.5


def quote_row(band: Band, *, top: float, words: Words) -> Row:
    """Write one telling quote a stage, in three lines at most."""
    groups = [rule(y=top, band=band), head(words.quotes, y=top + 24, band=band)]
    most = 1
    for column in band.columns:
        for quote in column.stage.quotes[:1]:
            laid = wrap(words.quoted(quote.text), room=TEXT_WIDTH, lines=QUOTE_LINES)
            most = max(most, len(laid.lines))
            rtl = is_rtl(quote.text)
            marks = tuple(
                Letters(
                    x=column.x + TEXT_LEFT + (TEXT_WIDTH if rtl else 0),
                    y=top + 24 + place * QUOTE_LEADING,
                    text=part,
                    italic=True,
                    anchor="end" if rtl else "start",
                )
                for place, part in enumerate(laid.lines)
            )
            stage = column.stage.id
            groups.append(
                Group(part="body", name=f"quote-{stage}", stage=stage, title=quote.text, marks=marks)
            )
    return Row(groups=tuple(groups), bottom=top + 36 + (most - 1) * QUOTE_LEADING)


def pain_row(band: Band, *, top: float, words: Words) -> Row:
    """Draw each stage's pain points as cards, the worst first, three at most."""
    heading = head(words.pain_points, y=top + 24, band=band)
    groups, bottom = [rule(y=top, band=band), heading], top + 24 + 16 * (len(heading.marks) - 1) + 12
    for column in band.columns:
        pains = column.stage.pain_points or ()
        y = top + 6
        for place, pain in enumerate(pains[:MOST_PAINS]):
            groups.append(_pain(pain, column=column, y=y, place=place, words=words))
            y += PAIN_HEIGHT + PAIN_GAP
        more = pains[MOST_PAINS:]
        if more:
            titles = ", ".join(pain.title for pain in more)
            groups.append(more_note(len(more), titles, column=column, y=y + 10, row="pains", words=words))
            y += MORE_HEIGHT
        if not pains and column.stage.cell.score is not None:
            groups.append(note(words.no_pain, column=column, y=top + 24, row="pains"))
        bottom = max(bottom, y + 4)
    return Row(groups=tuple(groups), bottom=bottom)


def _pain(pain: PainPoint, *, column: Column, y: float, place: int, words: Words) -> Group:
    """Draw one pain point; the deeper it hurts, the darker."""
    x = column.x + PILL_LEFT
    deep = pain.severity >= DEEP
    severity = words.severity.format(n=words.plain(pain.severity))
    figures = f"{words.counted(words.customers, pain.customers)} · {severity}"
    room = PILL_WIDTH - 22
    tint = Ink.VERY_NEGATIVE_TINT if deep else Ink.NEGATIVE_TINT
    edge = ink_of(Level.VERY_NEGATIVE) if deep else ink_of(Level.NEGATIVE)
    marks: tuple[Mark, ...] = (
        Box(x=x, y=y, width=PILL_WIDTH, height=PAIN_HEIGHT, radius=6, fill=tint),
        Box(x=x, y=y, width=6, height=PAIN_HEIGHT, radius=3, fill=edge),
        Letters(x=x + 14, y=y + 16, text=clip(pain.title, room=room, bold=True), bold=True),
        Letters(x=x + 14, y=y + 31, text=clip(figures, room=room, size=12), size=12),
    )
    stage = column.stage.id
    title = f"{pain.title}: {figures}"
    return Group(part="body", name=f"pain-{stage}-{place}", stage=stage, title=title, marks=marks)


def opportunity_row(band: Band, *, top: float, words: Words) -> Row:
    """Draw each stage's opportunities as outlined cards, two at most."""
    groups, bottom = [rule(y=top, band=band), head(words.opportunities, y=top + 24, band=band)], top + 36.0
    for column in band.columns:
        y = top + 6
        for opportunity in column.stage.opportunities[:MOST_OPPORTUNITIES]:
            laid = wrap(opportunity.title, room=PILL_WIDTH - 24, lines=OPPORTUNITY_LINES)
            x, height = column.x + PILL_LEFT, 12 + len(laid.lines) * OPPORTUNITY_LEADING
            card = Box(
                x=x, y=y, width=PILL_WIDTH, height=height, radius=6, fill=Ink.PANEL, stroke=Ink.POSITIVE
            )
            texts = (
                Letters(x=x + 12, y=y + 19 + place * OPPORTUNITY_LEADING, text=part)
                for place, part in enumerate(laid.lines)
            )
            name, stage = f"opportunity-{opportunity.id}", column.stage.id
            groups.append(
                Group(part="body", name=name, stage=stage, title=opportunity.title, marks=(card, *texts))
            )
            y += height + PAIN_GAP
        more = column.stage.opportunities[MOST_OPPORTUNITIES:]
        if more:
            titles = ", ".join(opportunity.title for opportunity in more)
            groups.append(
                more_note(len(more), titles, column=column, y=y + 10, row="opportunities", words=words)
            )
            y += MORE_HEIGHT
        bottom = max(bottom, y + 4)
    return Row(groups=tuple(groups), bottom=bottom)
