//! Stored money as exact figures. Amounts are stored in minor units, rates in hundredths of them.

use domain::money::Currency;
use domain::payroll::Exact;

/// How many rate units one unit of a currency has.
fn units(digits: u8) -> i64 {
    10_i64.checked_pow(digits.into()).unwrap_or(i64::MAX)
}

/// An amount in minor units.
pub fn minor_exact(minor: i64, currency: Currency) -> Exact {
    Exact::ratio(minor, units(currency.minor_digits()))
}

/// A rate in hundredths of minor units.
pub fn rate_exact(rate: i64, currency: Currency) -> Exact {
    Exact::ratio(rate, units(currency.minor_digits().saturating_add(2)))
}

/// A figure in hundredths.
pub fn hundredths_exact(hundredths: i64) -> Exact {
    Exact::ratio(hundredths, 100)
}
