//! The forms, held against files written by hand from the makers' descriptions.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::samples::{ANA, BEN, mapping, run};
use super::{
    Earning, Form, Mapping, Missing, PayFileError, Unfit, check, statements, summary, write,
};
use crate::export::{Language, PaperSize};

#[track_caller]
fn check_text(form: Form, expect: &str) {
    let written = write(&run(), form, &mapping()).unwrap();
    assert_eq!(String::from_utf8(written.bytes).unwrap(), expect);
}

#[test]
fn gusto_gets_hours_and_money_and_empty_cells_for_none() {
    check_text(
        Form::Gusto,
        "last_name,first_name,title,gusto_employee_id,regular_hours,overtime_hours,\
         double_overtime_hours,missed_break_hours,bonus,commission,paycheck_tips,cash_tips,\
         correction_payment,reimbursement,personal_note\r\n\
         '=Reyes,Ana,Framer,1001,40.00,6.00,,,46.00,,,,-5.25,18.40,\r\n\
         \"Ode, Jr\",Ben,Framer,1002,15.00,,,,,,,,,,\r\n",
    );
}

#[test]
fn adp_run_gets_a_line_for_each_kind_of_earnings() {
    check_text(
        Form::AdpRun,
        "##GENERIC## V1.0\r\n\
         Company Code,Pay Frequency,Pay Period Start Date,Pay Period End Date,Employee ID,\
         Earnings Code,Pay Hours,Dollars,Separate Check,Worked In Dept,Rate Code\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,REGULAR,40.00,,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,OVERTIME,6.00,,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,BONUS,,46.00,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,PAID_LEAVE,4.00,,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,REIMBURSEMENT,,18.40,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1001,CORRECTION,,-5.25,,,\r\n\
         ABC,W,03/02/2026,03/08/2026,1002,REGULAR,15.00,,,,\r\n",
    );
}

#[test]
fn workforce_now_gets_a_line_for_each_person_under_its_own_file_name() {
    check_text(
        Form::AdpWorkforceNow,
        "Co Code,Batch ID,File #,Reg Hours,O/T Hours,Hours 3 Code,Hours 3 Amount,Hours 4 Code,\
         Hours 4 Amount\r\n\
         ABC,B1,1001,40.00,6.00,PAID_LEAVE,4.00,,\r\n\
         ABC,B1,1002,15.00,,,,,\r\n",
    );
    let written = write(&run(), Form::AdpWorkforceNow, &mapping()).unwrap();
    assert_eq!(written.file_name, "PRABCEPI.csv");
}

#[test]
fn workforce_now_begins_another_line_for_a_third_further_kind() {
    let mut run = run();
    let ana = run.payees.first_mut().unwrap();
    let week = ana.weeks.first_mut().unwrap();
    week.hours.double_seconds = 3600;
    let mut leave = week
        .lines
        .iter()
        .find(|line| line.hours.is_some())
        .unwrap()
        .clone();
    leave.kind = domain::payroll::LineKind::MealPremium;
    leave.hours = Some(domain::payroll::Exact::whole(1));
    week.lines.push(leave);
    let written = write(&run, Form::AdpWorkforceNow, &mapping()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    let of_ana: Vec<_> = text.lines().filter(|line| line.contains("1001")).collect();
    assert_eq!(
        of_ana,
        [
            "ABC,B1,1001,40.00,6.00,DOUBLE_TIME,1.00,PAID_LEAVE,4.00",
            "ABC,B1,1001,,,MEAL_PREMIUM,1.00,,",
        ]
    );
}

#[test]
fn quickbooks_gets_activities_whose_last_hours_of_the_week_are_overtime() {
    check_text(
        Form::QuickBooks,
        "!TIMERHDR\tVER\tREL\tCOMPANYNAME\tIMPORTEDBEFORE\tFROMTIMER\tCOMPANYCREATETIME\r\n\
         TIMERHDR\t8\t0\tReyes Framing\tN\tY\t1234567890\r\n\
         !TIMEACT\tDATE\tJOB\tEMP\tITEM\tPITEM\tDURATION\tPROJ\tNOTE\tBILLINGSTATUS\r\n\
         TIMEACT\t03/02/26\tAda- Sons:Kitchen\t1001\tFraming\tREGULAR\t10:00\t\tsill plates\t\r\n\
         TIMEACT\t03/03/26\tAda- Sons:Kitchen\t1001\tFraming\tREGULAR\t10:00\t\tsill plates\t\r\n\
         TIMEACT\t03/04/26\tAda- Sons:Kitchen\t1001\tFraming\tREGULAR\t10:00\t\tsill plates\t\r\n\
         TIMEACT\t03/05/26\tAda- Sons:Kitchen\t1001\tFraming\tREGULAR\t10:00\t\tsill plates\t\r\n\
         TIMEACT\t03/06/26\tAda- Sons:Kitchen\t1001\tFraming\tOVERTIME\t6:00\t\tsill plates\t\r\n\
         TIMEACT\t03/03/26\tAda- Sons:Kitchen\t1002\tFraming\tREGULAR\t8:00\t\tsill plates\t\r\n\
         TIMEACT\t03/04/26\tAda- Sons:Kitchen\t1002\tFraming\tREGULAR\t7:00\t\tsill plates\t\r\n",
    );
}

#[test]
fn an_activity_of_a_whole_day_is_written_as_two() {
    let mut run = run();
    let ben = run.payees.get_mut(1).unwrap();
    ben.worked.truncate(1);
    ben.worked
        .iter_mut()
        .for_each(|worked| worked.seconds = 24 * 3600);
    let week = ben.weeks.first_mut().unwrap();
    week.hours.regular_seconds = 24 * 3600;
    let written = write(&run, Form::QuickBooks, &mapping()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    let durations: Vec<_> = text
        .lines()
        .filter(|line| line.contains("\t1002\t"))
        .filter_map(|line| line.split('\t').nth(6))
        .collect();
    assert_eq!(durations, ["23:59", "0:01"]);
}

#[test]
fn every_line_is_in_the_csv_with_its_rule_and_source() {
    let written = write(&run(), Form::Csv, &mapping()).unwrap();
    let text = String::from_utf8(written.bytes).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(
        lines.get(1).copied(),
        Some(
            "7,'=Reyes,Ana,2026-03-02,2026-03-08,Straight time,,46.00,12.0000,552.00,us-flsa,\
             29 CFR 778.109"
        )
    );
    let minor: i64 = lines
        .iter()
        .skip(1)
        .filter_map(|line| line.rsplit(',').nth(2))
        .map(|amount| amount.replace('.', "").parse::<i64>().unwrap())
        .sum();
    let gross: i64 = run()
        .payees
        .iter()
        .map(|payee| {
            let weeks: i64 = payee.weeks.iter().map(|week| week.gross_minor).sum();
            weeks + payee.correction_minor
        })
        .sum();
    assert_eq!(minor, gross, "the lines add up to what is paid");
}

#[test]
fn the_workbook_has_typed_figures_that_add_up() {
    let written = write(&run(), Form::Xlsx, &mapping()).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(written.bytes)).unwrap();
    let page = book.worksheet_range("Payroll").unwrap();
    let ana: Vec<_> = page.rows().nth(1).unwrap().to_vec();
    assert_eq!(ana.get(1), Some(&Data::String("=Reyes".to_owned())));
    assert_eq!(ana.get(3), Some(&Data::Float(40.0)));
    assert_eq!(ana.get(4), Some(&Data::Float(6.0)));
    let gross = run()
        .payees
        .first()
        .unwrap()
        .weeks
        .first()
        .unwrap()
        .gross_minor
        - 525;
    let cents: f64 = format!("{gross}e-2").parse().unwrap();
    assert_eq!(ana.get(7), Some(&Data::Float(cents)));
    assert_eq!(book.worksheet_range("Lines").unwrap().rows().len(), 8);
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    for form in Form::ALL {
        assert_eq!(
            write(&run(), form, &mapping()).unwrap(),
            write(&run(), form, &mapping()).unwrap(),
            "{form:?}"
        );
    }
}

#[test]
fn what_is_missing_is_listed_before_a_file_is_made() {
    let empty = Mapping::default();
    let missing = |form| check(&run(), form, &empty).missing;
    assert_eq!(missing(Form::Gusto), [Missing::Id(ANA), Missing::Id(BEN)]);
    assert_eq!(
        missing(Form::AdpWorkforceNow),
        [
            Missing::Id(ANA),
            Missing::Id(BEN),
            Missing::Code(Earning::PaidLeave),
            Missing::CompanyCode,
            Missing::Batch,
        ]
    );
    assert_eq!(
        missing(Form::QuickBooks).last(),
        Some(&Missing::CompanyCreated)
    );
    assert_eq!(missing(Form::Csv), []);
    let refused = write(&run(), Form::AdpRun, &empty);
    assert!(matches!(refused, Err(PayFileError::Missing(_))));
}

#[test]
fn two_people_under_one_id_are_refused() {
    let mut mapping = mapping();
    mapping.ids.insert(BEN, "1001".to_owned());
    let refused = write(&run(), Form::Gusto, &mapping);
    assert!(
        matches!(&refused, Err(PayFileError::Unfit(unfit)) if *unfit == [Unfit::SameId(BEN)]),
        "{refused:?}"
    );
}

#[test]
fn what_a_form_has_no_place_for_is_said() {
    let left = |form| {
        let left = check(&run(), form, &mapping()).left_out;
        left.iter().map(|left| left.earning).collect::<Vec<_>>()
    };
    assert_eq!(left(Form::Gusto), [Earning::PaidLeave]);
    assert_eq!(
        left(Form::AdpWorkforceNow),
        [Earning::Bonus, Earning::Reimbursement, Earning::Correction]
    );
    assert_eq!(left(Form::AdpRun), []);
}

#[test]
fn papers_are_the_same_each_time_for_all_for_one_and_for_none() {
    for language in Language::ALL {
        let mut run = run();
        run.language = language;
        let all = statements(&run, PaperSize::Letter, None).unwrap();
        let one = statements(&run, PaperSize::Letter, Some(BEN)).unwrap();
        assert_eq!(all, statements(&run, PaperSize::Letter, None).unwrap());
        assert!(all.starts_with(b"%PDF-") && one.len() < all.len());
        let short = summary(&run, PaperSize::A4).unwrap();
        assert_eq!(short, summary(&run, PaperSize::A4).unwrap());
        run.payees.clear();
        assert!(summary(&run, PaperSize::A4).unwrap().starts_with(b"%PDF-"));
    }
}
