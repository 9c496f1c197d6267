//! Reads the sums of money that the disposition orders to be paid, or that the parties of a mediation agreed on. Fees,
//! totals that only add up what stands beside them, and amounts that only feed a formula do not count.

use casefile::{Extraction, Record, Value};
use catalog::SectionKind;

use crate::context::Context;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;
use crate::rules::brackets::blanked;
use crate::rules::mentions::Mentions;

mod counting;
mod items;
mod ordered;

pub(super) const RULE: Rule = Rule { name: "awards", fills: &["award_amounts"], from: Material::Decision, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    if !awards_money(cx) {
        return;
    }
    let mentions = Mentions::of(cx, record);
    let place = cx.section(SectionKind::Disposition).start..cx.section(SectionKind::Tail).end;
    let text = cx.slice(place.clone());
    let name_len = |rest: &str| mentions.at_start(rest).map_or(0, |mention| mention.len);
    let plain = blanked(text, ordered::states_a_sum, name_len);
    for item in items::split(&plain) {
        for award in ordered::awards_in(&plain, &item) {
            let range = place.start + award.range.start..place.start + award.range.end;
            cx.put(record, "award_amounts", Value::Money(award.money), range, "awards.item", award.confidence);
        }
    }
}

/// Whether documents of this kind order payments between the parties.
fn awards_money(cx: &Context) -> bool {
    let profile = &cx.profile;
    if profile.category == Category::Criminal {
        return false;
    }
    let is_decision = matches!(profile.document_type, "判决书" | "调解书" | "支付令" | "");
    let is_trial = matches!(
        profile.procedure,
        Procedure::First | Procedure::Second | Procedure::Retrial | Procedure::Special | Procedure::Other
    );
    (is_decision && is_trial) || profile.procedure == Procedure::AdministrativeEnforcement
}
