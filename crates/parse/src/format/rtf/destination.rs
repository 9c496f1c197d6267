//! Owns which groups of RTF hold text, and of which part. Does not read them.

use super::story::StoryKind;

/// What a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Text of the part that is open.
    Text,
    /// Text of another part.
    Story(StoryKind),
    /// Nothing to read, though groups within may hold text: drawings, embedded objects.
    Container,
    /// Nothing to read, whatever is within.
    Hidden,
    Fonts,
    Styles,
    Lists,
    /// The class of an embedded object, and its data.
    ObjectClass,
    ObjectData,
}

/// What the group is that a control word opens; none for words that open no group of their own.
pub(super) fn of_word(word: &[u8], is_starred: bool) -> Option<Destination> {
    let destination = match word {
        b"fonttbl" => Destination::Fonts,
        b"stylesheet" => Destination::Styles,
        b"objclass" => Destination::ObjectClass,
        b"objdata" => Destination::ObjectData,
        b"listtable" | b"listoverridetable" => Destination::Lists,
        b"footnote" => Destination::Story(StoryKind::Note),
        b"header" | b"headerl" | b"headerr" | b"headerf" => Destination::Story(StoryKind::Header),
        b"footer" | b"footerl" | b"footerr" | b"footerf" => Destination::Story(StoryKind::Footer),
        b"annotation" => Destination::Story(StoryKind::Comment),
        b"shptxt" | b"dptxbxtext" => Destination::Story(StoryKind::Box),
        b"listtext" | b"pntext" => Destination::Story(StoryKind::Label),
        b"fldinst" => Destination::Story(StoryKind::Code),
        b"result" | b"fldrslt" | b"ud" => Destination::Text,
        // The text in Unicode follows the same text in a code page.
        b"object" | b"shp" | b"shpinst" | b"shpgrp" | b"do" | b"upr" | b"nesttableprops" => Destination::Container,
        b"colortbl" | b"info" | b"pict" | b"objname" | b"shprslt" | b"sp" | b"datafield" | b"formfield"
        | b"nonesttables" | b"nonshppict" | b"shppict" | b"ftnsep" | b"ftnsepc" | b"ftncn" | b"aftnsep"
        | b"aftnsepc" | b"aftncn" | b"tc" | b"tcn" | b"xe" | b"rxe" | b"txe" | b"bkmkstart" | b"bkmkend"
        | b"filetbl" | b"revtbl" | b"rsidtbl" | b"background" | b"private1" | b"mmath" | b"template" | b"nextfile"
        | b"pgdsctbl" | b"generator" | b"keycode" => Destination::Hidden,
        // Programs that do not know a starred group leave it out.
        _ if is_starred => Destination::Hidden,
        _ => return None,
    };
    Some(destination)
}
