//! Reads the head of an indictment 起诉书: which procuratorate, and the number that judgments cite.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record};
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Material;
use crate::rules::Rule;

pub(super) const RULE: Rule =
    Rule { name: "indictment", fills: &["procuratorate", "indictment_number"], from: Material::Indictment, read };

/// The procuratorate on a line of its own, and a number such as 某检刑诉〔2019〕12号.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)^(?:(?P<procuratorate>\p{Han}{2,24}检察院)(?:起诉书)?|(?P<number>\p{Han}{2,16}[〔（<](?:19|20)[0-9]{2}[〕）>]第?[0-9]{1,6}号))$",
    )
});

/// How many lines the head of an indictment has at most.
const LINES_MAX: usize = 6;

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    if cx.profile.material != Material::Indictment {
        return;
    }
    let head_len: usize = cx.text().split_inclusive('\n').take(LINES_MAX).map(str::len).sum();
    let text = cx.slice(0..head_len);
    for found in HEAD.captures_iter(text) {
        for (group, key) in [("procuratorate", "procuratorate"), ("number", "indictment_number")] {
            if let Some(place) = found.name(group) {
                let range: Range<usize> = place.range();
                cx.put_text(record, key, range, "indictment.head", 0.97);
            }
        }
    }
}
