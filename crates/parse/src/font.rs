//! Owns the fonts that pages are drawn with where the file brings none: a Song typeface for Chinese, and the substitutes
//! of the fourteen standard fonts that come with hayro. Does not know fonts inside of files.

use std::sync::Arc;

use hayro_interpret::FontResolverFn;
use hayro_interpret::font::FontQuery;

/// Casecheck Song, an OpenType font; `data/fonts/README.md` says what it is made of.
static SONG: &[u8] = include_bytes!("../data/fonts/CasecheckSong.otf");

/// The bytes of the typeface for Chinese.
pub(crate) fn song() -> &'static [u8] {
    SONG
}

/// Answers for fonts that are not embedded. Only composite fonts ask for a fallback, and whatever their name (宋体,
/// 仿宋_GB2312, STSong-Light, ABCDEE+Calibri) Casecheck Song has their Chinese as well as their Latin characters.
pub(crate) fn resolver() -> FontResolverFn {
    Arc::new(|query| match query {
        FontQuery::Standard(standard) => Some(standard.get_font_data()),
        FontQuery::Fallback(_) => Some((Arc::new(song()), 0)),
    })
}
