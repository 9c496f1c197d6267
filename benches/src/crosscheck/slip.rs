//! The list of slips that clerks make. A slip always changes the meaning of a value; what it does stands in one file per
//! sort of value.

use super::change::{Change, Make};

mod item;
mod number;
mod text;
mod word;

/// Every kind of slip.
pub(super) const SLIPS: &[Change] = &[
    Change { name: "wrong_digit", make: Make::Value(number::wrong_digit) },
    Change { name: "swapped_digits", make: Make::Value(number::swapped_digits) },
    Change { name: "dropped_digit", make: Make::Value(number::dropped_digit) },
    Change { name: "doubled_digit", make: Make::Value(number::doubled_digit) },
    Change { name: "year_off_by_one", make: Make::Value(number::year_off_by_one) },
    Change { name: "month_and_day_swapped", make: Make::Value(number::month_and_day_swapped) },
    Change { name: "day_off_by_one", make: Make::Value(number::day_off_by_one) },
    Change { name: "ten_thousandfold", make: Make::Value(number::ten_thousandfold) },
    Change { name: "decimal_shift", make: Make::Value(number::decimal_shift) },
    Change { name: "fee_halved_or_not", make: Make::Value(number::fee_halved_or_not) },
    Change { name: "term_as_digits", make: Make::Value(number::term_as_digits) },
    Change { name: "months_of_term_left_out", make: Make::Value(number::months_left_out) },
    Change { name: "case_serial_off", make: Make::Value(number::case_serial_off) },
    Change { name: "article_off_by_one", make: Make::Value(number::article_off_by_one) },
    Change { name: "homophone", make: Make::Value(text::homophone) },
    Change { name: "look_alike", make: Make::Value(text::look_alike) },
    Change { name: "dropped_character", make: Make::Value(text::dropped_character) },
    Change { name: "doubled_character", make: Make::Value(text::doubled_character) },
    Change { name: "swapped_characters", make: Make::Value(text::swapped_characters) },
    Change { name: "sibling_cause", make: Make::Value(word::sibling_cause) },
    Change { name: "sibling_charge", make: Make::Value(word::sibling_charge) },
    Change { name: "wrong_outcome", make: Make::Value(word::wrong_outcome) },
    Change { name: "wrong_choice", make: Make::Value(word::wrong_choice) },
    Change { name: "other_sex", make: Make::Value(word::other_sex) },
    Change { name: "other_ethnic_group", make: Make::Value(word::other_ethnic_group) },
    Change { name: "other_court", make: Make::Value(word::other_court) },
    Change { name: "name_of_other_case", make: Make::Value(word::name_of_other_case) },
    Change { name: "left_blank", make: Make::Value(word::left_blank) },
    Change { name: "missing_party", make: Make::Whole(item::missing_party) },
    Change { name: "extra_party", make: Make::Whole(item::extra_party) },
    Change { name: "swapped_roles", make: Make::Whole(item::swapped_roles) },
    Change { name: "missing_statute", make: Make::Whole(item::missing_statute) },
    Change { name: "extra_statute", make: Make::Whole(item::extra_statute) },
    Change { name: "missing_name", make: Make::Whole(item::missing_name) },
    Change { name: "judge_and_clerk_swapped", make: Make::Whole(item::judge_and_clerk_swapped) },
    Change { name: "term_and_probation_swapped", make: Make::Whole(item::term_and_probation_swapped) },
    Change { name: "detention_as_arrest", make: Make::Whole(item::detention_as_arrest) },
    Change { name: "flag_not_ticked", make: Make::Whole(item::flag_not_ticked) },
    Change { name: "missing_award", make: Make::Whole(item::missing_award) },
];
