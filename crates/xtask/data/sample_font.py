"""Makes sample-song.ttf: the few characters that the PDF samples draw with an embedded font.

    python3 sample_font.py NotoSerifCJK-Regular.ttc CHARACTERS sample-song.ttf

Needs fonttools. The glyph of the n-th character is n, counted from 1; outlines are quadratic. The name is our own, as the
licence (OFL.txt) reserves that of the source."""

import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection

source, characters, target = sys.argv[1:]
font = next(one for one in TTCollection(source).fonts if one["name"].getDebugName(1) == "Noto Serif CJK SC")
drawn, names = font.getGlyphSet(), font.getBestCmap()
order = [".notdef"] + [f"u{ord(c):04X}" for c in characters]
glyphs, metrics = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (1000, 0)}
for c, name in zip(characters, order[1:]):
    pen = TTGlyphPen(None)
    drawn[names[ord(c)]].draw(Cu2QuPen(pen, max_err=2.0, reverse_direction=True))
    glyphs[name], metrics[name] = pen.glyph(), (500 if ord(c) < 128 else 1000, 0)
builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder(order)
builder.setupCharacterMap({ord(c): name for c, name in zip(characters, order[1:])})
builder.setupGlyf(glyphs)
builder.setupHorizontalMetrics(metrics)
builder.setupHorizontalHeader(ascent=880, descent=-120)
builder.setupNameTable({"familyName": "Sample Song", "styleName": "Regular", "psName": "SampleSong"})
builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
builder.setupPost(keepGlyphNames=False)
builder.font["head"].created = builder.font["head"].modified = 0
builder.save(target)
