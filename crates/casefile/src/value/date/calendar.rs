//! Owns the arithmetic of the Gregorian calendar. Knows no text and no partial dates.

/// Days in a month; months outside 1 to 12 have none.
pub(super) fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Days since 1 March of the year 0. Years begin in March here, so that the leap day is the last of its year.
pub(super) fn day_number(year: u32, month: u32, day: u32) -> i64 {
    let shifted_year = i64::from(year) - i64::from(month <= 2);
    let shifted_month = (i64::from(month) + 9) % 12;
    let leap_days = shifted_year.div_euclid(4) - shifted_year.div_euclid(100) + shifted_year.div_euclid(400);
    shifted_year * 365 + leap_days + (shifted_month * 153 + 2) / 5 + i64::from(day) - 1
}

/// Year, month and day of a day number; none before the year 0.
pub(super) fn civil(number: i64) -> Option<(u32, u32, u32)> {
    const DAYS_IN_400_YEARS: i64 = 146_097;
    let cycle = number.div_euclid(DAYS_IN_400_YEARS);
    let day_of_cycle = number.rem_euclid(DAYS_IN_400_YEARS);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1_460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = cycle * 400 + year_of_cycle + i64::from(month <= 2);
    Some((u32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?))
}
