//! Which lines stand on one sheet to sign: those of one employee in one workweek.

use domain::time::workweek_start;
use jiff::civil::Date;

use crate::export::timesheet::{Line, Sheet};

/// A sheet to sign.
pub(super) struct Section<'a> {
    /// The first and the last day of the workweek that is in the range.
    pub(super) from: Date,
    pub(super) to: Date,
    /// The lines in order; never empty.
    pub(super) lines: Vec<&'a Line>,
}

impl Section<'_> {
    /// A sum over the lines.
    pub(super) fn sum(&self, of: impl Fn(&Line) -> i64) -> i64 {
        self.lines.iter().map(|line| of(line)).sum()
    }

    /// Worked seconds of a day.
    pub(super) fn worked_on(&self, date: Date) -> i64 {
        let day = self.lines.iter().filter(|line| line.work_date == date);
        day.map(|line| line.worked_seconds).sum()
    }
}

/// The sections of a sheet, by employee as the lines come, and by week.
pub(super) fn sections(sheet: &Sheet) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for line in &sheet.lines {
        let first = workweek_start(line.work_date, sheet.workweek_starts);
        let from = first.max(sheet.from);
        match sections.last_mut() {
            Some(last)
                if last.from == from && last.lines.iter().all(|l| l.employee == line.employee) =>
            {
                last.lines.push(line);
            }
            Some(_) | None => {
                let mut end = first;
                for _ in 0..6 {
                    end = end.tomorrow().unwrap_or(Date::MAX);
                }
                sections.push(Section {
                    from,
                    to: end.min(sheet.to),
                    lines: vec![line],
                });
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::samples::{line, sheet};
    use domain::EmployeeId;
    use jiff::civil::date;

    #[test]
    fn each_employee_has_a_section_for_each_week_within_the_range() {
        let on = |employee: u8, day: Date| {
            let mut line = line();
            line.employee = EmployeeId::from_bytes([employee; 16]);
            line.work_date = day;
            line
        };
        let mut sheet = sheet(vec![
            on(1, date(2026, 3, 10)),
            on(1, date(2026, 3, 15)),
            on(1, date(2026, 3, 16)),
            on(2, date(2026, 3, 16)),
        ]);
        sheet.from = date(2026, 3, 10);
        sheet.to = date(2026, 3, 17);
        let found: Vec<_> = sections(&sheet)
            .iter()
            .map(|section| (section.from.day(), section.to.day(), section.lines.len()))
            .collect();
        assert_eq!(found, [(10, 15, 2), (16, 17, 1), (16, 17, 1)]);
    }
}
