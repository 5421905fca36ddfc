//! Timesheets as files: what is in them, who gets whose, and what is refused.

use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use crate::support::{Office, Server};

const DAY: &str = "from=2026-03-10&to=2026-03-10";

async fn csv(office: &Office, query: &str) -> String {
    let path = format!("/exports/timesheets?format=csv&bom=false&{query}");
    let answer = office.get(&path).await;
    answer.is(axum::http::StatusCode::OK);
    answer.text()
}

#[tokio::test]
async fn a_csv_has_a_line_for_each_entry_in_the_columns_asked_for() {
    let server = Server::start().await;
    let office = server.company().await;
    let (ann, bob) = (
        office.hire("Ann", "worker").await,
        office.hire("=Bob", "worker").await,
    );
    office.entry(&ann, 12, 16).await;
    let entry = office.entry(&bob, 10, 12).await;
    let gone = office.entry(&bob, 13, 14).await;
    let gone = gone["entry"]["id"].as_str().unwrap();
    let reason = json!({ "reason": "double" });
    office
        .post(&format!("/entries/{gone}/void"), reason)
        .await
        .ok();
    let columns = "columns=employee,start,end,worked,hours,entry_id";
    let id = entry["entry"]["id"].as_str().unwrap();
    let text = csv(&office, &format!("{DAY}&employees={bob}&{columns}")).await;
    assert_eq!(
        text,
        format!(
            "Employee,Start,End,Worked,Hours,Entry id\r\n'=Bob,2026-03-10T06:00:00-04:00,\
             2026-03-10T08:00:00-04:00,2:00:00,2.00,{id}\r\n"
        )
    );
    let spanish = csv(
        &office,
        &format!("{DAY}&columns=employee,hours&language=es"),
    )
    .await;
    assert_eq!(spanish, "Empleado,Horas\r\n'=Bob,2.00\r\nAnn,4.00\r\n");
    let other_day = csv(&office, "from=2026-03-09&to=2026-03-09&columns=hours").await;
    assert_eq!(other_day, "Hours\r\n");
}

#[tokio::test]
async fn only_entries_on_the_jobs_asked_for_are_written() {
    let server = Server::start().await;
    let office = server.company().await;
    let ann = office.hire("Ann", "worker").await;
    let job = office.job("Kitchen").await;
    office.entry(&ann, 8, 9).await;
    let body = json!({
        "employee": ann, "job": job, "reason": "paper", "note": "=1+1",
        "start": "2026-03-10T12:00:00Z", "end": "2026-03-10T14:30:00Z",
    });
    office.post("/entries", body).await.created();
    let text = csv(&office, &format!("{DAY}&jobs={job}&columns=job,note,hours")).await;
    assert_eq!(text, "Job,Note,Hours\r\nKitchen,'=1+1,2.50\r\n");
}

#[tokio::test]
async fn each_form_has_its_media_type_and_a_name_to_save_it_under() {
    let server = Server::start().await;
    let office = server.company().await;
    office.entry(&office.employee, 12, 16).await;
    for (format, kind, begin) in [
        (
            "csv",
            "text/csv; charset=utf-8",
            "\u{feff}Employee".as_bytes(),
        ),
        (
            "tsv",
            "text/tab-separated-values; charset=utf-8",
            "\u{feff}Employee\t".as_bytes(),
        ),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
        ("pdf", "application/pdf", b"%PDF-"),
    ] {
        let path = format!("/exports/timesheets?format={format}&{DAY}");
        let answer = office.get(&path).await;
        assert_eq!(answer.headers["content-type"], kind);
        let name = format!("-2026-03-10-2026-03-10.{format}\"");
        let disposition = answer.headers["content-disposition"].to_str().unwrap();
        assert!(
            disposition.starts_with("attachment; filename=\"timesheets-"),
            "{disposition}"
        );
        assert!(disposition.ends_with(&name), "{disposition}");
        assert!(answer.bytes.starts_with(begin), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_workbook_says_what_the_api_says() {
    let server = Server::start().await;
    let office = server.company().await;
    let ann = office.hire("Ann", "worker").await;
    office.entry(&ann, 12, 16).await;
    let path = format!("/exports/timesheets?format=xlsx&{DAY}&columns=employee,hours,entry_id");
    let bytes = office.get(&path).await.bytes;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let page = book.worksheet_range("Timesheets").unwrap();
    let listed = office.get(&format!("/entries?{DAY}")).await.ok();
    let entry = &listed["items"][0];
    let rows: Vec<_> = page.rows().collect();
    assert_eq!(rows[1][0], Data::String("Ann".to_owned()));
    let seconds = entry["worked_seconds"].as_i64().unwrap();
    assert_eq!(rows[1][1], Data::Float(seconds as f64 / 3600.0));
    assert_eq!(
        rows[1][2],
        Data::String(entry["id"].as_str().unwrap().to_owned())
    );
}

#[tokio::test]
async fn a_worker_gets_the_own_hours_and_no_one_elses() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.colleague(&server, "Will", "worker").await;
    let manager = office.colleague(&server, "Mary", "manager").await;
    office.entry(&office.employee, 8, 9).await;
    office.entry(&will.employee, 10, 12).await;
    let query = format!("{DAY}&columns=employee");
    assert_eq!(csv(&will, &query).await, "Employee\r\nWill\r\n");
    assert_eq!(
        csv(&manager, &query).await,
        "Employee\r\nOlivia Stone\r\nWill\r\n"
    );
    let asked = format!(
        "/exports/timesheets?format=pdf&{DAY}&employees={},{}",
        will.employee, office.employee
    );
    will.get(&asked).await.refused(403, "not_permitted");
}

#[tokio::test]
async fn what_cannot_be_exported_is_refused_by_field() {
    let server = Server::start().await;
    let office = server.company().await;
    for (query, status, code, field) in [
        (
            "format=csv&from=2026-03-11&to=2026-03-10",
            422,
            "bad_value",
            Some("to"),
        ),
        (
            "format=csv&from=2026-03-10&to=2026-03-10&columns=wage",
            422,
            "bad_value",
            Some("columns"),
        ),
        (
            "format=csv&from=2026-03-10&to=2026-03-10&employees=ann",
            422,
            "bad_value",
            Some("employees"),
        ),
        (
            "format=csv&from=2026-03-10&to=2026-03-10&language=fr",
            422,
            "bad_value",
            Some("language"),
        ),
        (
            "format=pdf&from=2026-03-10&to=2026-03-10&paper=a0",
            422,
            "bad_value",
            Some("paper"),
        ),
        (
            "format=doc&from=2026-03-10&to=2026-03-10",
            400,
            "bad_value",
            None,
        ),
        ("format=csv&from=2026-03-10", 400, "bad_value", None),
    ] {
        let path = format!("/exports/timesheets?{query}");
        let problem = office.get(&path).await.refused(status, code);
        assert_eq!(problem["field"].as_str(), field, "{query}");
    }
}
