//! Money as whole minor units of a currency, and hourly rates. No floats; every rounding is
//! named where it happens.

use std::fmt;

/// An ISO 4217 currency with its number of minor digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    minor_digits: u8,
}

impl Currency {
    /// The currency of an ISO 4217 code, or `None` for text that is not three capital letters.
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !bytes.iter().all(u8::is_ascii_uppercase) {
            return None;
        }
        let minor_digits = match code {
            "JPY" | "KRW" | "CLP" | "ISK" | "VND" | "PYG" | "UGX" | "XAF" | "XOF" => 0,
            "BHD" | "KWD" | "OMR" | "JOD" | "TND" => 3,
            _ => 2,
        };
        Some(Self {
            code: bytes,
            minor_digits,
        })
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// How many digits stand behind the decimal mark.
    pub const fn minor_digits(&self) -> u8 {
        self.minor_digits
    }
}

/// An amount in minor units (cents, for most currencies).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
}

/// Why two amounts could not be combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The amounts are of two currencies.
    #[error("amounts of two currencies cannot be combined")]
    CurrencyMismatch,
    /// The result does not fit.
    #[error("the amount is too large")]
    Overflow,
}

/// How a fraction of a minor unit becomes a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Half a unit or more goes away from zero, as payroll does.
    HalfUp,
    /// Towards zero.
    Down,
}

impl Money {
    /// The sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum does not fit.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self {
            minor,
            currency: self.currency,
        })
    }
}

impl fmt::Display for Money {
    /// `USD 12.50`, for logs and tests; people see the form of their locale.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::from(self.currency.minor_digits());
        let sign = if self.minor < 0 { "-" } else { "" };
        let text = format!(
            "{:0>width$}",
            self.minor.unsigned_abs(),
            width = digits.saturating_add(1)
        );
        let (whole, part) = text.split_at(text.len().saturating_sub(digits));
        let dot = if digits == 0 { "" } else { "." };
        write!(f, "{} {sign}{whole}{dot}{part}", self.currency.code())
    }
}

/// What one hour costs or pays, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HourlyRate {
    /// Minor units an hour.
    pub minor_per_hour: i64,
    /// The currency.
    pub currency: Currency,
}

impl HourlyRate {
    /// What this many seconds come to, exact up to the one named rounding.
    ///
    /// # Errors
    /// When the result does not fit.
    pub fn times_seconds(self, seconds: i64, rounding: Rounding) -> Result<Money, MoneyError> {
        let exact = i128::from(self.minor_per_hour)
            .checked_mul(i128::from(seconds))
            .ok_or(MoneyError::Overflow)?;
        let half = match rounding {
            Rounding::HalfUp if exact >= 0 => 1800,
            Rounding::HalfUp => -1800,
            Rounding::Down => 0,
        };
        let minor = exact
            .checked_add(half)
            .ok_or(MoneyError::Overflow)?
            .checked_div(3600);
        let minor = minor
            .and_then(|minor| i64::try_from(minor).ok())
            .ok_or(MoneyError::Overflow)?;
        Ok(Money {
            minor,
            currency: self.currency,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(minor: i64) -> Money {
        Money {
            minor,
            currency: Currency::from_code("USD").unwrap(),
        }
    }

    #[test]
    fn half_a_cent_rounds_up_and_symmetrically() {
        let rate = |minor_per_hour| HourlyRate {
            minor_per_hour,
            currency: usd(0).currency,
        };
        assert_eq!(rate(1).times_seconds(1800, Rounding::HalfUp), Ok(usd(1)));
        assert_eq!(rate(-1).times_seconds(1800, Rounding::HalfUp), Ok(usd(-1)));
        assert_eq!(rate(1).times_seconds(1799, Rounding::HalfUp), Ok(usd(0)));
        assert_eq!(
            rate(1999).times_seconds(3600, Rounding::Down),
            Ok(usd(1999))
        );
    }

    #[test]
    fn currencies_do_not_mix_and_sums_do_not_wrap() {
        let yen = Money {
            minor: 1,
            currency: Currency::from_code("JPY").unwrap(),
        };
        assert_eq!(usd(1).plus(yen), Err(MoneyError::CurrencyMismatch));
        assert_eq!(usd(i64::MAX).plus(usd(1)), Err(MoneyError::Overflow));
    }

    #[test]
    fn an_amount_prints_with_the_digits_of_its_currency() {
        let yen = Money {
            minor: 120,
            currency: Currency::from_code("JPY").unwrap(),
        };
        assert_eq!(
            (usd(-5).to_string(), yen.to_string()),
            ("USD -0.05".into(), "JPY 120".into())
        );
    }
}
