"""Makes CasecheckSong.otf; README.md beside it says how to run this and what the font is for."""

import bz2
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

FAMILY = "Casecheck Song"
# The position of Noto Serif CJK SC in the collection.
SIMPLIFIED_CHINESE = 2


def gbk():
    """Every character of GBK, which is all that the files without embedded fonts are made of."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                yield bytes([lead, trail]).decode("gbk")
            except UnicodeDecodeError:
                pass


def table_of_standard_characters(path):
    """通用规范汉字表 (2013): its third level is the characters of names of persons and places."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, tab, rest = line.partition("\tkTGH\t")
            if tab:
                yield chr(int(code[2:], 16))


def main(collection, mappings, out):
    wanted = {ord(c) for c in gbk()}
    wanted |= {ord(c) for c in table_of_standard_characters(mappings)}
    wanted |= set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0x2010, 0x2028)) | {0x20AC}
    font = TTCollection(collection).fonts[SIMPLIFIED_CHINESE]
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "BASE", "VORG", "vhea", "vmtx"]
    options.hinting = False
    options.desubroutinize = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.name_languages = [0x409]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    rename(font)
    font.save(out)
    print(len(font.getGlyphOrder()), "glyphs;", len(wanted - set(font.getBestCmap())), "characters not in the source")


def rename(font):
    """A modified version carries a name of its own."""
    plain = FAMILY.replace(" ", "")
    for record in font["name"].names:
        match record.nameID:
            case 1 | 4:
                record.string = FAMILY
            case 3:
                record.string = f"{plain};subset of NotoSerifCJKsc-Regular 2.001"
            case 6:
                record.string = f"{plain}-Regular"
    cff = font["CFF "].cff
    cff.fontNames = [f"{plain}-Regular"]
    top = cff.topDictIndex[0]
    top.FullName = FAMILY
    top.FamilyName = FAMILY
    for index, part in enumerate(top.FDArray):
        part.FontName = f"{plain}-{index}"


if __name__ == "__main__":
    main(*sys.argv[1:])
