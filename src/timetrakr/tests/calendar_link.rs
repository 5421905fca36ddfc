//! A calendar link is worth as much as a password: the server writes it into no log line, however
//! much it is told to log.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

struct Serving {
    child: Child,
    address: String,
    code: String,
    origin: String,
}

impl Serving {
    fn start(folder: &std::path::Path, log: &std::path::Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        drop(listener);
        let mut command = Command::new(env!("CARGO_BIN_EXE_timetrakr"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TIMETRAKR_")) {
            command.env_remove(name);
        }
        let data = folder.to_str().unwrap();
        command.args(["serve", "--data", data, "--listen", &address]);
        let mut child = command
            .args(["--log-filter", "trace"])
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(log).unwrap())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut serving = Self {
            child,
            address,
            code: String::new(),
            origin: String::new(),
        };
        for line in lines {
            let line = line.unwrap();
            if let Some(code) = line.strip_prefix("Set-up code: ") {
                serving.code = code.to_owned();
            }
            if let Some(origin) = line.strip_prefix("TimeTrakr is at ") {
                serving.origin = origin.to_owned();
                return serving;
            }
        }
        panic!("the server ended before it said where it is");
    }

    fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\norigin: {}\r\n\
             cookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             connection: close\r\n\r\n{body}",
            self.origin,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} in {text}"));
    rest.split_once(after)
        .unwrap_or_else(|| panic!("{after} in {text}"))
        .0
}

#[test]
fn no_log_line_has_the_token_of_a_calendar_link() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let serving = Serving::start(&folder.path().join("data"), &log);
    let set_up = format!(
        r#"{{"code":"{}","company_name":"Reyes Framing","zone":"America/New_York",
        "workweek_starts":1,"language":"en","owner_name":"Olivia Reyes",
        "email":"olivia@example.com","password":"seven green ladders"}}"#,
        serving.code
    );
    let answer = serving.send("POST", "/api/v1/setup", "", &set_up);
    let cookie = between(&answer.to_lowercase(), "set-cookie: ", ";").len();
    let at = answer.to_lowercase().find("set-cookie: ").unwrap() + "set-cookie: ".len();
    let cookie = answer[at..at + cookie].to_owned();
    let session = serving.send("GET", "/api/v1/session", &cookie, "");
    let company = between(&session, "\"companies\":[{\"id\":\"", "\"").to_owned();
    let own = format!("/api/v1/companies/{company}/me/calendar-feed");
    let made = serving.send("POST", &own, &cookie, "");
    let token = between(&made, "/calendar/", ".ics").to_owned();
    assert_eq!(token.len(), 43, "256 bits");

    let path = format!("/calendar/{token}.ics");
    let calendar = serving.send("GET", &path, "", "");
    assert!(calendar.starts_with("HTTP/1.1 200"), "{calendar}");
    assert!(calendar.contains("BEGIN:VCALENDAR"), "{calendar}");
    serving.send("DELETE", &own, &cookie, "");
    let ended = serving.send("GET", &path, "", "");
    assert!(ended.starts_with("HTTP/1.1 404"), "{ended}");
    drop(serving);

    let said = std::fs::read_to_string(log).unwrap();
    assert!(
        said.contains("/calendar/{file}"),
        "requests are logged: {said}"
    );
    assert!(!said.contains(&token), "the token is logged");
}
