//! Amounts of money and hourly rates as the person writes them: whole minor units, and hundredths
//! of them for rates. Nothing here counts in floating point.

use domain::money::Currency;

use super::intl;

/// How many more digits a rate has than an amount.
const RATE_DIGITS: u8 = 2;

/// An amount in minor units: `$1,234.50`.
pub fn money(minor: i64, currency: &str) -> String {
    let digits = minor_digits(currency);
    intl::currency(&plain(minor, digits), currency, digits, digits)
}

/// A rate in hundredths of minor units: `$12.50`, with more digits where it has them.
pub fn money_rate(rate: i64, currency: &str) -> String {
    let digits = minor_digits(currency);
    let most = digits + RATE_DIGITS;
    intl::currency(&plain(rate, most), currency, digits, most)
}

/// Hundredths of hours or miles with two digits: `7.75`.
pub fn hundredths(value: i64) -> String {
    decimal_typed(value, 2).replace('.', &intl::decimal_point())
}

/// An amount in minor units as one types it: `1234.50`.
pub fn money_typed(minor: i64, currency: &str) -> String {
    decimal_typed(minor, minor_digits(currency))
}

/// A rate as one types it: `12.50`.
pub fn rate_typed(rate: i64, currency: &str) -> String {
    let digits = minor_digits(currency);
    let text = plain(rate, digits + RATE_DIGITS);
    let spare = text.len() - text.trim_end_matches('0').len();
    let text = &text[..text.len() - spare.min(RATE_DIGITS.into())];
    text.trim_end_matches('.').to_owned()
}

/// A typed amount in minor units; none for what is not one.
pub fn read_money(typed: &str, currency: &str) -> Option<i64> {
    read_decimal(typed, minor_digits(currency))
}

/// A typed rate in hundredths of minor units; none for what is not one.
pub fn read_rate(typed: &str, currency: &str) -> Option<i64> {
    read_decimal(typed, minor_digits(currency) + RATE_DIGITS)
}

/// A typed number with so many digits behind the mark at most, as a whole number of its smallest
/// parts. Point and comma both mark the decimals, and nothing groups thousands: a mark that could
/// mean either is refused.
pub fn read_decimal(typed: &str, digits: u8) -> Option<i64> {
    let typed = typed.trim();
    let (whole, part) = match typed.split_once(['.', ',']) {
        Some((whole, part)) => (whole, part),
        None => (typed, ""),
    };
    let digits = usize::from(digits);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouping = typed.contains(',') && part.len() == 3;
    if (whole.is_empty() && part.is_empty())
        || part.len() > digits
        || is_grouping
        || !is_number(whole)
        || !is_number(part)
    {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

/// A number with two or more digits behind the mark as one types it.
pub fn decimal_typed(value: i64, digits: u8) -> String {
    plain(value, digits)
}

fn minor_digits(currency: &str) -> u8 {
    Currency::from_code(currency).map_or(2, |currency| currency.minor_digits())
}

/// `-1234.50`: what `Intl` takes without going through a floating-point number.
fn plain(value: i64, digits: u8) -> String {
    let digits = usize::from(digits);
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{:0>width$}", value.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let mark = if digits == 0 { "" } else { "." };
    format!("{sign}{whole}{mark}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_to_the_last_cent() {
        assert_eq!(read_money("1234.5", "USD"), Some(123_450));
        assert_eq!(read_money("18,50", "USD"), Some(1_850));
        assert_eq!(read_money(" 7 ", "USD"), Some(700));
        assert_eq!(read_money("7", "JPY"), Some(7));
        assert_eq!(read_rate("12.5", "USD"), Some(125_000));
        assert_eq!(read_rate("0.6725", "USD"), Some(6_725));
    }

    #[test]
    fn what_could_mean_two_amounts_is_refused() {
        for typed in ["", ".", "1,234", "1.234.5", "-3", "12.345", "$5", "1 000"] {
            assert_eq!(read_money(typed, "USD"), None, "{typed}");
        }
        assert_eq!(read_rate("1,234", "USD"), None);
        assert_eq!(read_money("1.5", "JPY"), None);
    }

    #[test]
    fn amounts_are_written_with_the_digits_of_their_currency() {
        assert_eq!(money(-123_450, "USD"), "USD -1234.50");
        assert_eq!(money(1234, "JPY"), "JPY 1234");
        assert_eq!(money_rate(6_725, "USD"), "USD 0.6725");
        assert_eq!(hundredths(-775), "-7.75");
    }

    #[test]
    fn what_stands_in_a_field_is_what_was_typed_there() {
        for (typed, rate) in [("12.50", 125_000), ("0.6725", 6_725), ("18.00", 180_000)] {
            assert_eq!(rate_typed(rate, "USD"), typed);
            assert_eq!(read_rate(typed, "USD"), Some(rate));
        }
        assert_eq!(rate_typed(15_000_00, "JPY"), "15000");
        assert_eq!(money_typed(5, "USD"), "0.05");
    }
}
