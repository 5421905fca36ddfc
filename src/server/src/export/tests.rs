//! Names of files, and what paper a zone prints on.

use super::*;

fn wanted(form: Form) -> Wanted {
    Wanted {
        form,
        from: "2026-03-09".parse().unwrap(),
        to: "2026-03-15".parse().unwrap(),
        employees: BTreeSet::new(),
        jobs: None,
        columns: Vec::new(),
        language: None,
        paper: None,
        byte_order_mark: false,
    }
}

#[track_caller]
fn check(company: &str, zone: &str, name: &str, paper: PaperSize) {
    let row = CompanyRow {
        id: domain::CompanyId::from_bytes([1; 16]),
        name: company.to_owned(),
        zone: zone.to_owned(),
        workweek_starts: 7,
        language: "es".to_owned(),
        founded_at: Timestamp::UNIX_EPOCH,
    };
    let now = Timestamp::UNIX_EPOCH;
    let sheet = sheet(row, &wanted(Form::Xlsx), Vec::new(), now);
    assert_eq!(file_name(&sheet, Form::Xlsx), name);
    assert_eq!(sheet.paper, paper);
    assert_eq!(sheet.workweek_starts, Weekday::Sunday);
    assert_eq!(sheet.language, Language::Spanish);
    assert_eq!(sheet.columns, Column::ALL);
}

#[test]
fn a_file_is_called_by_its_company_and_days_in_letters_that_every_system_has() {
    check(
        "Reyes & Hijos, S.A.",
        "America/New_York",
        "timesheets-reyes-hijos-s-a-2026-03-09-2026-03-15.xlsx",
        PaperSize::Letter,
    );
    check(
        "建設\"\r\n",
        "Europe/Madrid",
        "timesheets-2026-03-09-2026-03-15.xlsx",
        PaperSize::A4,
    );
}

#[test]
fn the_api_names_every_column_and_no_other() {
    assert_eq!(Column::ALL.map(Column::name), api::export::COLUMNS);
}

#[test]
fn a_range_that_ends_before_it_starts_is_refused_before_anything_is_read() {
    let mut wanted = wanted(Form::Csv);
    wanted.to = "2026-03-08".parse().unwrap();
    let made = make(
        &engine::MemoryView::default(),
        &wanted,
        Timestamp::UNIX_EPOCH,
    );
    assert!(matches!(made, Err(MakeError::EndsBeforeStart)), "{made:?}");
}
