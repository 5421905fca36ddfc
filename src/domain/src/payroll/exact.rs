//! Exact fractions, which pay is counted in until the one rounding of a line.
//!
//! A figure that no longer fits, or that was divided by nothing, is *lost*: whatever is made of
//! it is lost too, and rounding it gives nothing. So formulas read as on paper, and nothing wraps
//! or panics on any input.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};
use std::str::FromStr;

/// A fraction in lowest terms, or a lost figure.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    numerator: i128,
    /// Above zero; zero when the figure is lost.
    denominator: i128,
}

/// The text is not a decimal figure such as `12.50`, or has too many digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a figure such as 12.50")]
pub struct NotAFigure;

/// The most digits that a figure is written with.
const DIGITS_MAX: usize = 18;

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self::whole(0);
    /// One.
    pub const ONE: Self = Self::whole(1);
    /// One half.
    pub const HALF: Self = Self {
        numerator: 1,
        denominator: 2,
    };
    /// A figure that does not fit or that nobody can name.
    pub const LOST: Self = Self {
        numerator: 0,
        denominator: 0,
    };

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self {
            numerator: number as i128,
            denominator: 1,
        }
    }

    /// A fraction; lost when it is over zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::reduced(numerator.into(), denominator.into())
    }

    /// A fraction as [`Self::numerator`] and [`Self::denominator`] gave it; lost when it is over
    /// zero.
    pub fn of(numerator: i128, denominator: i128) -> Self {
        Self::reduced(numerator, denominator)
    }

    /// Seconds as hours.
    pub fn hours(seconds: i64) -> Self {
        Self::ratio(seconds, 3600)
    }

    /// Whether the figure could not be kept.
    pub const fn is_lost(self) -> bool {
        self.denominator == 0
    }

    /// Whether it is under zero.
    pub const fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0 && self.denominator != 0
    }

    /// The number above the line.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The number below the line; zero when the figure is lost.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The larger of two; lost when either is.
    pub fn larger(self, other: Self) -> Self {
        match self.partial_cmp(&other) {
            Some(Ordering::Less) => other,
            Some(Ordering::Equal | Ordering::Greater) => self,
            None => Self::LOST,
        }
    }

    /// The smaller of two; lost when either is.
    pub fn smaller(self, other: Self) -> Self {
        match self.partial_cmp(&other) {
            Some(Ordering::Less | Ordering::Equal) => self,
            Some(Ordering::Greater) => other,
            None => Self::LOST,
        }
    }

    /// How many units of so many decimal digits, half a unit or more going away from zero.
    /// `None` when the figure is lost or does not fit.
    pub fn rounded(self, digits: u8) -> Option<i64> {
        let unit = 10_i128.checked_pow(digits.into())?;
        let scaled = self.numerator.checked_mul(unit)?;
        let whole = scaled.checked_div(self.denominator)?;
        let rest = scaled.checked_rem(self.denominator)?.unsigned_abs();
        let half = rest >= self.denominator.unsigned_abs().checked_sub(rest)?;
        let away = if half { scaled.signum() } else { 0 };
        whole.checked_add(away)?.try_into().ok()
    }

    fn reduced(numerator: i128, denominator: i128) -> Self {
        let divisor = greatest_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let Ok(divisor) = i128::try_from(divisor) else {
            return Self::LOST;
        };
        let divisor = if denominator < 0 {
            divisor.saturating_neg()
        } else {
            divisor
        };
        match (
            denominator,
            numerator.checked_div(divisor),
            denominator.checked_div(divisor),
        ) {
            (1.., Some(numerator), Some(denominator))
            | (..=-1, Some(numerator), Some(denominator)) => Self {
                numerator,
                denominator,
            },
            _ => Self::LOST,
        }
    }

    fn inverse(self) -> Self {
        Self::reduced(self.denominator, self.numerator)
    }

    fn checked_sum(self, other: Self) -> Option<Self> {
        if self.is_lost() || other.is_lost() {
            return None;
        }
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator)?;
            return Some(Self::reduced(numerator, self.denominator));
        }
        let shared = greatest_divisor(
            self.denominator.unsigned_abs(),
            other.denominator.unsigned_abs(),
        );
        let shared = i128::try_from(shared).ok()?;
        let own = other.denominator.checked_div(shared)?;
        let others = self.denominator.checked_div(shared)?;
        let numerator = self
            .numerator
            .checked_mul(own)?
            .checked_add(other.numerator.checked_mul(others)?)?;
        Some(Self::reduced(numerator, self.denominator.checked_mul(own)?))
    }

    fn checked_product(self, other: Self) -> Option<Self> {
        if self.is_lost() || other.is_lost() {
            return None;
        }
        // Crosswise first, so that what cancels never has to fit.
        let left = Self::reduced(self.numerator, other.denominator);
        let right = Self::reduced(other.numerator, self.denominator);
        Some(Self {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }
}

/// Euclid's, over machine words as soon as both fit.
fn greatest_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(small), Ok(smaller)) = (u64::try_from(a), u64::try_from(b)) {
            return greatest_small_divisor(small, smaller).into();
        }
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

fn greatest_small_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a
}

impl Add for Exact {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.checked_sum(other).unwrap_or(Self::LOST)
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        let numerator = other.numerator.checked_neg();
        let sum = numerator.and_then(|numerator| self.checked_sum(Self { numerator, ..other }));
        sum.unwrap_or(Self::LOST)
    }
}

impl Mul for Exact {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.checked_product(other).unwrap_or(Self::LOST)
    }
}

impl Div for Exact {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.checked_product(other.inverse()).unwrap_or(Self::LOST)
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::ZERO, |sum, figure| sum + figure)
    }
}

/// By value; a lost figure compares to none.
impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if self.is_lost() || other.is_lost() {
            return None;
        }
        let (mut a, mut b) = (*self, *other);
        let mut turned = false;
        // Whole part by whole part, as in a continued fraction: nothing is multiplied, so that
        // nothing can fail to fit.
        loop {
            let whole = |figure: Self| figure.numerator.checked_div_euclid(figure.denominator);
            let rest = |figure: Self| figure.numerator.checked_rem_euclid(figure.denominator);
            let order = whole(a)?.cmp(&whole(b)?);
            let (rest_a, rest_b) = (rest(a)?, rest(b)?);
            let order = match (order, rest_a, rest_b) {
                (Ordering::Equal, 0, 0) => Ordering::Equal,
                (Ordering::Equal, 0, _) => Ordering::Less,
                (Ordering::Equal, _, 0) => Ordering::Greater,
                (Ordering::Equal, _, _) => {
                    a = Self {
                        numerator: a.denominator,
                        denominator: rest_a,
                    };
                    b = Self {
                        numerator: b.denominator,
                        denominator: rest_b,
                    };
                    turned = !turned;
                    continue;
                }
                (unequal, _, _) => unequal,
            };
            return Some(if turned { order.reverse() } else { order });
        }
    }
}

impl FromStr for Exact {
    type Err = NotAFigure;
    fn from_str(text: &str) -> Result<Self, NotAFigure> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || whole.len().saturating_add(part.len()) > DIGITS_MAX {
            return Err(NotAFigure);
        }
        let number: i64 = format!("{whole}{part}").parse().map_err(|_| NotAFigure)?;
        let scale = u32::try_from(part.len())
            .ok()
            .and_then(|digits| 10_i64.checked_pow(digits))
            .ok_or(NotAFigure)?;
        Ok(Self::ratio(number.saturating_mul(sign), scale))
    }
}

/// `93/8`, `13` or `lost`, for logs and tests.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            0 => f.write_str("lost"),
            1 => write!(f, "{}", self.numerator),
            _ => write!(f, "{}/{}", self.numerator, self.denominator),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn thirds_add_up_to_one() {
        let third = Exact::ratio(1, 3);
        assert_eq!(third + third + third, Exact::ONE);
        assert_eq!(exact("496.74") / exact("43") * exact("43"), exact("496.74"));
        assert_eq!(exact("12.50"), Exact::ratio(25, 2));
        assert_eq!(exact("-0.5") - exact("0.25"), Exact::ratio(-3, 4));
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        let cents = |text: &str| exact(text).rounded(2);
        assert_eq!(cents("0.005"), Some(1));
        assert_eq!(cents("-0.005"), Some(-1));
        assert_eq!(cents("0.00499"), Some(0));
        assert_eq!(cents("16.745"), Some(1675));
        assert_eq!(Exact::ratio(2, 3).rounded(0), Some(1));
    }

    #[test]
    fn what_does_not_fit_is_lost_and_stays_lost() {
        let mut large = Exact::whole(i64::MAX);
        for _ in 0..3 {
            large = large * large;
        }
        assert!(large.is_lost() && (large + Exact::ONE).is_lost());
        assert!((Exact::ONE / Exact::ZERO).is_lost() && (Exact::ONE / large).is_lost());
        assert_eq!(large.rounded(2), None);
        assert_eq!(large.partial_cmp(&Exact::ONE), None);
        assert!(Exact::ONE.larger(large).is_lost());
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1e3",
            "1,000",
            "--1",
            "1234567890123456789",
            " 1",
        ] {
            assert_eq!(text.parse::<Exact>(), Err(NotAFigure), "{text}");
        }
    }

    proptest! {
        #[test]
        fn fractions_order_as_their_products_do(a in -999_999_i64..999_999, b in 1_i64..999_999,
                                                c in -999_999_i64..999_999, d in 1_i64..999_999) {
            let by_product = (a * d).cmp(&(c * b));
            prop_assert_eq!(Exact::ratio(a, b).partial_cmp(&Exact::ratio(c, d)), Some(by_product));
            prop_assert_eq!(Exact::ratio(a, b).larger(Exact::ratio(c, d)) == Exact::ratio(a, b),
                            by_product.is_ge());
        }

        #[test]
        fn sums_and_products_keep_the_laws(a in any::<i32>(), b in 1_i32.., c in any::<i32>(), d in 1_i32..) {
            let (x, y) = (Exact::ratio(a.into(), b.into()), Exact::ratio(c.into(), d.into()));
            prop_assert_eq!(x + y - y, x);
            prop_assert_eq!(x * y, y * x);
            if c != 0 { prop_assert_eq!(x * y / y, x); }
            prop_assert_eq!(x * (y + Exact::ONE), x * y + x);
        }

        #[test]
        fn no_figures_panic(a in any::<i64>(), b in any::<i64>(), c in any::<i64>(), d in any::<i64>()) {
            let (x, y) = (Exact::ratio(a, b), Exact::ratio(c, d));
            for z in [x + y, x - y, x * y, x / y, x * x * y * y * x] {
                let _ = (z.rounded(2), z.partial_cmp(&x), z.larger(y));
            }
        }
    }
}
