//! A firm's own policy as data, such as `config/payroll/example.toml`.

use domain::payroll::rules::policy::Threshold;
use domain::payroll::{Exact, Policy};

use super::fields::{Fault, Fields, parse};

/// Reads a policy.
///
/// # Errors
/// Names line and field of what is wrong.
pub fn policy(text: &str) -> Result<Policy, Fault> {
    parse(text, |file| {
        file.only(&["name", "day", "week", "weekday", "holiday"])?;
        let list = |field: &str| file.tables(field);
        Ok(Policy {
            name: file.required("name", file.text("name")?)?,
            day: list("day")?
                .iter()
                .map(threshold)
                .collect::<Result<_, _>>()?,
            week: list("week")?
                .iter()
                .map(threshold)
                .collect::<Result<_, _>>()?,
            weekdays: list("weekday")?
                .iter()
                .map(|fields| {
                    fields.only(&["weekday", "multiplier"])?;
                    let weekday = fields.required("weekday", fields.weekday("weekday")?)?;
                    Ok((weekday, multiplier(fields)?))
                })
                .collect::<Result<_, _>>()?,
            holidays: list("holiday")?
                .iter()
                .map(|fields| {
                    fields.only(&["date", "name", "multiplier"])?;
                    let date = fields.required("date", fields.date("date")?)?;
                    Ok((date, multiplier(fields)?))
                })
                .collect::<Result<_, _>>()?,
        })
    })
}

fn threshold(fields: &Fields<'_>) -> Result<Threshold, Fault> {
    fields.only(&["over_hours", "multiplier"])?;
    let hours = fields.required("over_hours", fields.amount("over_hours")?)?;
    let seconds = (hours * Exact::whole(3600)).rounded(0);
    Ok(Threshold {
        over_seconds: fields.required("over_hours", seconds)?,
        multiplier: multiplier(fields)?,
    })
}

fn multiplier(fields: &Fields<'_>) -> Result<Exact, Fault> {
    let multiplier = fields.required("multiplier", fields.amount("multiplier")?)?;
    if multiplier < Exact::ONE || multiplier > Exact::whole(10) {
        return Err(fields.fault("multiplier", "must be from 1 to 10"));
    }
    Ok(multiplier)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../../../config/payroll/example.toml");

    #[test]
    fn the_example_is_a_policy() {
        let example = policy(EXAMPLE).unwrap();
        assert_eq!((example.day.len(), example.week.len()), (2, 1));
        assert_eq!((example.weekdays.len(), example.holidays.len()), (1, 2));
        assert_eq!(example.week[0].over_seconds, 40 * 3600);
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(policy(text).unwrap_err().to_string(), expect);
    }

    #[test]
    fn a_fault_names_line_and_field() {
        check("day = []", "line 1: name is missing");
        check(
            "name = \"a\"\n[[day]]\nover_hours = 8\nmultiplier = 0.5",
            "line 4: day.multiplier must be from 1 to 10",
        );
        check(
            "name = \"a\"\n[[week]]\nover = 40",
            "line 3: week.over is not known here; known are over_hours, multiplier",
        );
        check(
            "name = \"a\"\n[[weekday]]\nweekday = \"Sonntag\"\nmultiplier = 2",
            "line 3: weekday.weekday must be a weekday such as \"monday\"",
        );
    }
}
