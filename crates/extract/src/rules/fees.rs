//! Reads the fee of this instance 案件受理费/申请费 and who bears it. Costs of preservation, notices and experts, and the
//! fee of an earlier instance that is shared out anew, do not count.

use std::ops::Range;

use casefile::value::Money;
use casefile::{Extraction, Record, Value};
use catalog::SectionKind;

use crate::context::Context;
use crate::profile::Material;
use crate::rules::Rule;
use crate::rules::brackets::blanked;
use crate::rules::mentions::{Mentions, shifted};

mod clause;
mod payers;

use clause::Group;
use payers::Payer;

pub(super) const RULE: Rule = Rule { name: "fees", fills: &["case_fee", "fee_payers"], from: Material::Decision, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let mentions = Mentions::of(cx, record);
    let place = cx.section(SectionKind::Disposition).start..cx.section(SectionKind::Signature).start;
    if place.is_empty() {
        return;
    }
    let text = cx.slice(place.clone());
    let name_len = |rest: &str| mentions.at_start(rest).map_or(0, |mention| mention.len);
    let plain = blanked(text, |note| note.contains("减半"), name_len);
    let mut groups = Vec::new();
    let mut at = 0;
    for sentence in plain.split_inclusive(['。', '\n']) {
        groups.extend(
            clause::groups(sentence, cx.profile.procedure).into_iter().map(|group| group.shifted(place.start + at)),
        );
        at += sentence.len();
    }
    let mut total = Total::default();
    for group in groups {
        let payers = payers::read(cx, &mentions, &plain, &group, place.start);
        total.add(group, payers);
    }
    total.put(cx, record);
}

/// The fee groups of a document summed up: main claim and counterclaim.
#[derive(Default)]
struct Total {
    fee: Option<Money>,
    fee_ranges: Vec<Range<usize>>,
    confidence: f64,
    payers: Vec<Payer>,
}

impl Total {
    fn add(&mut self, group: Group, payers: Vec<Payer>) {
        let borne = payers.iter().filter_map(|payer| payer.amount).map(Money::fen).sum::<i64>();
        let fee = match (group.is_refunded, payers.is_empty()) {
            // A fee that goes back in whole is borne by nobody.
            (true, true) => return,
            (true, false) if borne > 0 && borne < group.fee.fen() => Money::from_fen(borne),
            _ => group.fee,
        };
        self.fee = Some(Money::from_fen(self.fee.map_or(0, Money::fen) + fee.fen()));
        self.fee_ranges.push(group.fee_range);
        let confidence = if group.is_refunded { 0.8 } else { group.confidence };
        self.confidence = if self.fee_ranges.len() == 1 { confidence } else { self.confidence.min(confidence) };
        for payer in payers {
            match self.payers.iter_mut().find(|known| known.name == payer.name) {
                Some(known) => known.amount = sum(known.amount, payer.amount),
                None => self.payers.push(payer),
            }
        }
    }

    fn put(self, cx: &mut Context, record: &mut Record<Extraction>) {
        let Some(fee) = self.fee else { return };
        let extraction = cx.extraction_from(Value::Money(fee), &self.fee_ranges, "fees.case_fee", self.confidence);
        cx.put_extraction(record, "case_fee", extraction);
        for payer in self.payers {
            let mut item = Record::default();
            let name = cx.extraction(Value::Text(payer.name), payer.range.clone(), payer.method, payer.confidence);
            cx.put_extraction(&mut item, "fee_payers.name", name);
            if let Some(amount) = payer.amount {
                let amount = cx.extraction(Value::Money(amount), payer.amount_range, "fees.amount", payer.confidence);
                cx.put_extraction(&mut item, "fee_payers.amount", amount);
            }
            cx.add_item(record, "fee_payers", item);
        }
    }
}

fn sum(a: Option<Money>, b: Option<Money>) -> Option<Money> {
    Some(Money::from_fen(a?.fen() + b?.fen()))
}

impl Group {
    fn shifted(self, base: usize) -> Group {
        Group {
            fee_range: shifted(self.fee_range, base),
            rest: shifted(self.rest, base),
            total_range: self.total_range.map(|range| shifted(range, base)),
            ..self
        }
    }
}
