//! Minimum wages as data: `config/payroll/minimum-wages.toml` is part of the program, and a firm
//! may bring a newer one.

use domain::payroll::{MinimumWage, MinimumWages};

use super::fields::{Fault, Fields, parse};

const BUNDLED: &str = include_str!("../../../../config/payroll/minimum-wages.toml");

/// The minimum wages that came with the program.
pub fn bundled() -> MinimumWages {
    minimum_wages(BUNDLED).expect("invariant: a test reads the bundled minimum wages")
}

/// Reads a table of minimum wages.
///
/// # Errors
/// Names line and field of what is wrong.
pub fn minimum_wages(text: &str) -> Result<MinimumWages, Fault> {
    parse(text, |file| {
        file.only(&["wage"])?;
        let wages = file
            .tables("wage")?
            .iter()
            .map(wage)
            .collect::<Result<_, _>>()?;
        Ok(MinimumWages::new(wages))
    })
}

fn wage(fields: &Fields<'_>) -> Result<MinimumWage, Fault> {
    fields.only(&["place", "from", "amount", "source", "unconfirmed"])?;
    fields.required("source", fields.text("source")?)?;
    Ok(MinimumWage {
        place: fields.required("place", fields.text("place")?)?,
        from: fields.required("from", fields.date("from")?)?,
        amount: fields.required("amount", fields.amount("amount")?)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_bundled_wages_are_read() {
        let nevada = bundled().on("us-nv", date(2026, 3, 2));
        assert_eq!(nevada, Some("12.00".parse().unwrap()));
        assert_eq!(
            bundled().on("us", date(2026, 3, 2)),
            Some("7.25".parse().unwrap())
        );
    }

    #[test]
    fn a_fault_names_line_and_field() {
        let fault =
            minimum_wages("[[wage]]\nplace = \"us\"\nfrom = \"soon\"\namount = 1\nsource = \"\"")
                .unwrap_err();
        assert_eq!(
            fault.to_string(),
            "line 3: wage.from must be a date such as \"2026-03-02\""
        );
    }
}
