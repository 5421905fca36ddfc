//! How long a large import takes, and how soon others are answered meanwhile:
//! `cargo run -p tests --bin import_figures [ROWS]`, with the `timetrakr` binary beside it. Prints
//! a table, and judges nothing.
#![expect(clippy::print_stdout, reason = "printing the table is what it is for")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use jiff::civil::date;
use serde_json::{Value, json};
use support::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const ROWS: usize = 100_000;
const EMPLOYEES: usize = 60;
/// How long each of the two who ask meanwhile waits between two requests.
const PAUSE: Duration = Duration::from_millis(50);

#[tokio::main]
async fn main() {
    let rows = std::env::args().nth(1).and_then(|rows| rows.parse().ok());
    let rows: usize = rows.unwrap_or(ROWS);
    let server = Server::start().await;
    let office = Office::set_up(&server).await;
    let file = office.upload(table(rows)).await;
    let body = json!({
        "file": file["file"],
        "file_name": "hours.csv",
        "mapping": file["mapping"],
    });

    let start = Instant::now();
    let preview = json!({ "file": file["file"], "mapping": file["mapping"] });
    office.post("/imports/preview", &preview).await;
    let previewed = start.elapsed();

    let start = Instant::now();
    let import = office.post("/imports", &body).await;
    let import = import["id"].as_str().expect("an import").to_owned();
    let reading = meanwhile(office.clone(), import.clone(), Ask::Week);
    let writing = meanwhile(office.clone(), import.clone(), Ask::Entry);
    let (reads, writes) = (tokio::spawn(reading), tokio::spawn(writing));
    let done = office.ended(&import).await;
    let taken = start.elapsed();
    let (reads, writes) = (
        reads.await.expect("the reader ended"),
        writes.await.expect("the writer ended"),
    );
    assert_eq!(done["state"], "finished", "{done}");

    println!("| what | measured |\n|---|---|");
    println!(
        "| preview of {rows} rows | {:.1} s |",
        previewed.as_secs_f64()
    );
    println!(
        "| import of {rows} rows, {} entries | {:.1} s |",
        done["counts"]["entries"],
        taken.as_secs_f64()
    );
    for (what, times) in [("week grid read", reads), ("time entry written", writes)] {
        println!(
            "| {what} meanwhile, {} times: median, longest | {:.0} ms, {:.0} ms |",
            times.len(),
            millis(times.get(times.len() / 2)),
            millis(times.last())
        );
    }
}

fn millis(time: Option<&Duration>) -> f64 {
    time.copied().unwrap_or_default().as_secs_f64() * 1_000.0
}

#[derive(Clone, Copy)]
enum Ask {
    Week,
    Entry,
}

/// Asks until the import has ended; how long each answer took, sorted.
async fn meanwhile(office: Office, import: String, ask: Ask) -> Vec<Duration> {
    let mut times = Vec::new();
    for minute in 0.. {
        let start = Instant::now();
        match ask {
            Ask::Week => {
                office.get("/week?start=2022-01-05").await;
            }
            Ask::Entry => {
                let at = |seconds: i64| {
                    jiff::Timestamp::from_second(1_500_000_000 + 120 * minute + seconds)
                        .expect("an instant")
                };
                let entry = json!({
                    "employee": office.employee, "start": at(0).to_string(),
                    "end": at(60).to_string(), "reason": "x",
                });
                office.post("/entries", &entry).await;
            }
        }
        times.push(start.elapsed());
        let state = office.get(&format!("/imports/{import}")).await;
        if state["state"] != "running" {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    times.sort();
    times
}

/// Toggl's export of a crew, two entries each on every working day.
fn table(rows: usize) -> String {
    let mut text = String::from(
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,\
         End time,Duration,Tags\n",
    );
    let first = date(2022, 1, 3);
    for row in 0..rows {
        let (person, half) = (row / 2 % EMPLOYEES, row % 2);
        let day = row / 2 / EMPLOYEES;
        let on = first.saturating_add(jiff::Span::new().days(day as i64));
        let (from, to) = if half == 0 { (8, 12) } else { (13, 17) };
        let job = (row * 7 + day) % 40;
        writeln!(
            text,
            "Person {person},p{person}@example.com,Client {},Project {job},Task {},\"wall {row}, \
             north\",No,{on},{from:02}:00:00,{on},{to:02}:{:02}:00,04:00:00,",
            job % 9,
            row % 10,
            row % 60
        )
        .expect("a string");
    }
    text
}

/// The office of a company, signed in.
#[derive(Clone)]
struct Office {
    address: String,
    origin: String,
    cookie: String,
    company: String,
    employee: String,
}

impl Office {
    async fn set_up(server: &Server) -> Self {
        let origin = server.url("");
        let mut office = Self {
            address: origin
                .trim_start_matches("http://")
                .replace("localhost", "127.0.0.1"),
            origin,
            cookie: String::new(),
            company: String::new(),
            employee: String::new(),
        };
        let body = json!({
            "code": server.set_up_code().await,
            "company_name": "Northside Builders",
            "zone": "America/New_York",
            "workweek_starts": 1,
            "language": "en",
            "owner_name": "Olivia Stone",
            "email": "olivia@example.com",
            "password": "owls hum at dusk",
        });
        let (head, session) = office
            .send(
                "POST",
                "/api/v1/setup",
                "application/json",
                body.to_string(),
            )
            .await;
        let cookie = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let value = value.split(';').next()?.trim();
            name.eq_ignore_ascii_case("set-cookie")
                .then(|| value.to_owned())
        });
        office.cookie = cookie.expect("a session");
        let company = &session["companies"][0];
        let text = |name: &str| company[name].as_str().expect("an id").to_owned();
        (office.company, office.employee) = (text("id"), text("employee"));
        office
    }

    async fn upload(&self, table: String) -> Value {
        let path = self.at("/imports/files?name=hours.csv");
        self.send("POST", &path, "application/octet-stream", table)
            .await
            .1
    }

    async fn ended(&self, import: &str) -> Value {
        loop {
            let state = self.get(&format!("/imports/{import}")).await;
            if state["state"] != "running" {
                return state;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn get(&self, rest: &str) -> Value {
        let path = self.at(rest);
        self.send("GET", &path, "application/json", String::new())
            .await
            .1
    }

    async fn post(&self, rest: &str, body: &Value) -> Value {
        let path = self.at(rest);
        self.send("POST", &path, "application/json", body.to_string())
            .await
            .1
    }

    fn at(&self, rest: &str) -> String {
        format!("/api/v1/companies/{}{rest}", self.company)
    }

    /// Head and body of an answer, which must be a good one.
    async fn send(&self, method: &str, path: &str, kind: &str, body: String) -> (String, Value) {
        let mut stream = TcpStream::connect(&self.address)
            .await
            .expect("the server answers");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nCookie: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.origin.trim_start_matches("http://"),
            self.origin,
            self.cookie,
            body.len()
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("the request is taken");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .await
            .expect("an answer in text");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let good = head.starts_with("HTTP/1.1 2");
        assert!(good, "{method} {path}: {head}\n{body}");
        let body = serde_json::from_str(body).expect("an answer in JSON");
        (head.to_owned(), body)
    }
}
