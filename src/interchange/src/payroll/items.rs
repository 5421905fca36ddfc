//! The `pay` of a case: money beside hourly pay, each kind with its own fields.

use domain::payroll::{Apportion, BonusKind, Covers, Dates, Exact, PayItem, PayKind};

use super::fields::{Fault, Fields};

/// Reads one item. `week` is when it was earned where it does not say.
pub fn item(fields: &Fields<'_>, week: Option<Dates>) -> Result<PayItem, Fault> {
    let kind = fields.required("kind", fields.text("kind")?)?;
    let own: &[&str] = match kind.as_str() {
        "bonus" => &[
            "amount",
            "discretionary",
            "production",
            "of_all_pay",
            "apportion",
        ],
        "piece" | "reimbursement" => &["amount"],
        "salary" => &["amount", "covers_hours"],
        "differential" => &["amount", "hours", "per_hour"],
        "paid_leave" => &["amount", "hours", "rate"],
        "meal_premium" | "rest_premium" => &[],
        _ => {
            let known = "bonus, piece, differential, salary, reimbursement, paid_leave, \
                         meal_premium, rest_premium";
            return Err(fields.fault("kind", format!("is {kind:?}; known are {known}")));
        }
    };
    fields.only(&[&["kind", "earned", "day"], own].concat())?;
    let earned = earned(fields, week, kind.ends_with("_premium"))?;
    let amount = || fields.required("amount", fields.amount("amount")?);
    let kind = match kind.as_str() {
        "bonus" => PayKind::Bonus {
            amount: amount()?,
            counts: bonus_kind(fields)?,
            apportion: apportion(fields)?,
        },
        "piece" => PayKind::Piece { amount: amount()? },
        "reimbursement" => PayKind::Reimbursement { amount: amount()? },
        "salary" => PayKind::Salary {
            amount: amount()?,
            covers: covers(fields)?,
        },
        "differential" => {
            let (hours, per_hour) = hours_at(fields, "per_hour")?;
            PayKind::Differential { hours, per_hour }
        }
        "paid_leave" => {
            let (hours, rate) = hours_at(fields, "rate")?;
            PayKind::PaidLeave { hours, rate }
        }
        "meal_premium" => PayKind::MealPremium,
        _ => PayKind::RestPremium,
    };
    Ok(PayItem { kind, earned })
}

fn earned(fields: &Fields<'_>, week: Option<Dates>, of_a_day: bool) -> Result<Dates, Fault> {
    if fields.has("day") {
        if fields.has("earned") {
            return Err(fields.fault("day", "stands beside earned: give one or the other"));
        }
        let day = fields.required("day", fields.date("day")?)?;
        return Ok(Dates {
            first: day,
            last: day,
        });
    }
    match fields.dates("earned")? {
        Some(earned) => Ok(earned),
        None if of_a_day => Err(fields.fault("day", "is missing")),
        None => fields.required("earned", week),
    }
}

fn bonus_kind(fields: &Fields<'_>) -> Result<BonusKind, Fault> {
    let flag = |field: &str| Ok(fields.flag(field)?.unwrap_or(false));
    let states = [
        flag("discretionary")?,
        flag("production")?,
        flag("of_all_pay")?,
    ];
    match states {
        [false, false, false] => Ok(BonusKind::Flat),
        [true, false, false] => Ok(BonusKind::Discretionary),
        [false, true, false] => Ok(BonusKind::Production),
        [false, false, true] => Ok(BonusKind::OfAllPay),
        _ => Err(fields.fault(
            "discretionary",
            "and production and of_all_pay exclude each other",
        )),
    }
}

fn apportion(fields: &Fields<'_>) -> Result<Apportion, Fault> {
    match fields.text("apportion")?.as_deref() {
        None | Some("weeks") => Ok(Apportion::Weeks),
        Some("hours") => Ok(Apportion::Hours),
        Some(_) => Err(fields.fault("apportion", "must be \"weeks\" or \"hours\"")),
    }
}

/// A salary that does not say which hours it covers states the fluctuating workweek, with its
/// understanding: the case is the employee's record.
fn covers(fields: &Fields<'_>) -> Result<Covers, Fault> {
    match fields.amount("covers_hours")? {
        None => Ok(Covers::Fluctuating { understood: true }),
        Some(hours) if hours.is_zero() => Err(fields.fault("covers_hours", "must be over zero")),
        Some(hours) => Ok(Covers::Hours(hours)),
    }
}

/// Hours at so much each; the amount may stand beside them when it is their product.
fn hours_at(fields: &Fields<'_>, rate: &str) -> Result<(Exact, Exact), Fault> {
    let hours = fields.required("hours", fields.amount("hours")?)?;
    let rate = fields.required(rate, fields.amount(rate)?)?;
    match fields.amount("amount")? {
        Some(amount) if amount.rounded(2) != (hours * rate).rounded(2) => {
            Err(fields.fault("amount", "is not hours times rate"))
        }
        _ => Ok((hours, rate)),
    }
}
