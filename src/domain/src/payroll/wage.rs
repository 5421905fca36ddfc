//! Minimum wages by place and date. The figures are data and come in from outside.

use jiff::civil::Date;

use super::exact::Exact;

/// A minimum wage and where and from when it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumWage {
    /// `us`, `us-ca`, …
    pub place: String,
    /// The first day.
    pub from: Date,
    /// For an hour.
    pub amount: Exact,
}

/// Minimum wages, each in force until the next one of its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MinimumWages(Vec<MinimumWage>);

impl MinimumWages {
    /// These wages, in any order.
    pub fn new(mut wages: Vec<MinimumWage>) -> Self {
        wages.sort_by(|a, b| (&a.place, a.from).cmp(&(&b.place, b.from)));
        Self(wages)
    }

    /// The wage of a place on a date, or `None` where the table does not reach back so far.
    pub fn on(&self, place: &str, date: Date) -> Option<Exact> {
        let of_place = self.0.iter().rev().filter(|wage| wage.place == place);
        let in_force = of_place.into_iter().find(|wage| wage.from <= date);
        in_force.map(|wage| wage.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_wage_holds_from_its_day_to_the_next() {
        let wage = |from, amount| MinimumWage {
            place: "us-nv".to_owned(),
            from,
            amount: Exact::whole(amount),
        };
        let wages = MinimumWages::new(vec![wage(date(2024, 7, 1), 12), wage(date(2023, 7, 1), 11)]);
        assert_eq!(wages.on("us-nv", date(2024, 6, 30)), Some(Exact::whole(11)));
        assert_eq!(wages.on("us-nv", date(2024, 7, 1)), Some(Exact::whole(12)));
        assert_eq!(wages.on("us-nv", date(2023, 6, 30)), None);
        assert_eq!(wages.on("us", date(2024, 7, 1)), None);
    }
}
