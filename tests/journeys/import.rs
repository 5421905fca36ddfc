//! Old hours brought in through the web app: by a program's export and by a table of the firm's
//! own, the rows that cannot be taken, the same file again, and the way back.

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{Browser, Look, Page, Profile, Server};
use tempfile::TempDir;

use crate::export::downloaded;
use crate::office;

const CLOCKIFY: &str = "\
\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Email\",\"Start Date\",\"Start Time\",\
\"End Date\",\"End Time\",\"Duration (h)\",\"Duration (decimal)\"
\"Miller House\",\"Ada Miller\",\"north wall\",\"Framing\",\"Ben Alvarez\",\"ben@example.com\",\
\"03/04/2024\",\"07:00:00 AM\",\"03/04/2024\",\"03:30:00 PM\",\"08:30:00\",\"8.50\"
\"Miller House\",\"Ada Miller\",\"\",\"Framing\",\"Ben Alvarez\",\"ben@example.com\",\
\"03/14/2024\",\"07:00:00 AM\",\"03/14/2024\",\"12:00:00 PM\",\"05:00:00\",\"5.00\"
\"Elm Street\",\"Town\",\"roof\",\"Roofing\",\"Carla Diaz\",\"carla@example.com\",\
\"13/15/2024\",\"07:00:00 AM\",\"13/15/2024\",\"12:00:00 PM\",\"05:00:00\",\"5.00\"
\"Elm Street\",\"Town\",\"roof\",\"Roofing\",\"Carla Diaz\",\"carla@example.com\",\
\"03/05/2024\",\"07:00:00 AM\",\"03/05/2024\",\"12:00:00 PM\",\"05:00:00\",\"5.00\"
";
const CLOCKIFY_REJECTED: &str = "Line,Reason,Project,Client,Description,Task,User,Email,Start Date,\
Start Time,End Date,End Time,Duration (h),Duration (decimal)\r\n\
4,13/15/2024 is not a date; the file's dates are month first,Elm Street,Town,roof,Roofing,\
Carla Diaz,carla@example.com,13/15/2024,07:00:00 AM,13/15/2024,12:00:00 PM,05:00:00,5.00\r\n";
/// Headers that say little, decimal commas, dates that can be read both ways.
const OWN: &str = "Crew\tTag\tStd.\tSite\n\
Ben Alvarez\t03.04.2024\t7,5\tMiller House\n\
Carla Diaz\t03.04.2024\t8,25\tMiller House\n\
Carla Diaz\t04.05.2024\tmany\tMiller House\n";

struct Desk {
    server: Server,
    browser: Browser,
    files: TempDir,
    _profile: Profile,
}

impl Desk {
    async fn set_up() -> Self {
        let server = Server::start().await;
        let code = server.set_up_code().await;
        let profile = Profile::new();
        let browser = Browser::open(&profile, Look::OFFICE).await;
        browser.page().goto(&server.url("/")).await;
        office::set_up(browser.page(), &code).await;
        let files = tempfile::tempdir().expect("a folder for files");
        std::fs::create_dir(files.path().join("downloads")).expect("a folder for downloads");
        browser
            .page()
            .keeps_downloads_in(&files.path().join("downloads"))
            .await;
        Self {
            server,
            browser,
            files,
            _profile: profile,
        }
    }

    fn page(&self) -> &Page {
        self.browser.page()
    }

    fn downloads(&self) -> PathBuf {
        self.files.path().join("downloads")
    }

    /// Uploads a file from the list of imports on, and waits for its columns.
    async fn upload(&self, name: &str, text: &str) {
        let path = self.files.path().join(name);
        std::fs::write(&path, text).expect("a file can be written");
        let page = self.page();
        page.goto(&self.server.url("/imports")).await;
        page.press_test("imports-add").await;
        choose(page, &path).await;
        page.by_test("import-columns").await;
    }

    /// What the API has at a path of the company.
    async fn get(&self, path: &str) -> Vec<Value> {
        let script = format!(
            "const [done] = arguments;
             (async () => {{
               const session = await (await fetch('/api/v1/session')).json();
               const base = '/api/v1/companies/' + session.companies[0].id;
               done((await (await fetch(base + '{path}')).json()).items);
             }})().catch((error) => done(String(error)));"
        );
        let answer = self.page().run_async(&script).await;
        answer
            .as_array()
            .cloned()
            .unwrap_or_else(|| panic!("{answer}"))
    }

    /// The names of what a list of the company has.
    async fn names(&self, path: &str) -> Vec<String> {
        let items = self.get(path).await;
        let name = |item: &Value| item["name"].as_str().unwrap_or_default().to_owned();
        let mut names: Vec<String> = items.iter().map(name).collect();
        names.sort();
        names
    }

    async fn hours_of_2024(&self) -> i64 {
        let march = self.get("/entries?from=2024-03-01&to=2024-03-31").await;
        let april = self.get("/entries?from=2024-04-01&to=2024-04-30").await;
        let entries = march.iter().chain(&april);
        entries
            .filter_map(|entry| entry["worked_seconds"].as_i64())
            .sum()
    }
}

async fn choose(page: &Page, file: &Path) {
    let input = page.by_test("import-file").await;
    let sent = input.send_keys(&file.to_string_lossy()).await;
    sent.expect("a file can be chosen");
}

async fn value_of(page: &Page, test: &str) -> String {
    let script = format!("return document.querySelector('[data-test=\"{test}\"]').value");
    let value = page.run(&script, Vec::new()).await;
    value.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_export_of_clockify_comes_in_once_and_goes_again() {
    let desk = Desk::set_up().await;
    let page = desk.page();
    page.goto(&desk.server.url("/settings")).await;
    page.press_test("settings-imports").await;
    page.shows("Nothing was imported yet").await;

    desk.upload("clockify.csv", CLOCKIFY).await;
    page.says("import-recognised", "an export of Clockify")
        .await;
    assert_eq!(value_of(page, "import-preset").await, "clockify");
    page.press_test("import-look").await;
    page.says("import-entries", "3").await;
    page.says("import-rejected", "1").await;
    page.says("import-new-employees", "Ben Alvarez, Carla Diaz")
        .await;
    page.says("import-new-jobs", "Miller House, Elm Street")
        .await;
    page.says("import-rejections", "13/15/2024 is not a date.")
        .await;
    page.shot("import-preview").await;
    assert_eq!(
        desk.names("/employees").await,
        [office::OWNER_NAME],
        "nothing is written yet"
    );
    page.press_test("import-rejected-download").await;
    let rejected = downloaded(&desk.downloads(), ".csv").await;
    assert_eq!(String::from_utf8_lossy(&rejected), CLOCKIFY_REJECTED);

    page.press_test("import-now").await;
    page.by_test("import-to-timesheets").await;
    page.says("import-author", office::OWNER_NAME).await;
    page.says("import-added", "2 employees, 2 jobs, 2 cost codes")
        .await;
    page.shot("import-done").await;
    page.press_test("import-rejected-download").await;
    let rejected = downloaded(&desk.downloads(), ".csv").await;
    assert_eq!(String::from_utf8_lossy(&rejected), CLOCKIFY_REJECTED);
    page.press_test("import-file-download").await;
    let file = downloaded(&desk.downloads(), ".csv").await;
    assert_eq!(
        String::from_utf8_lossy(&file),
        CLOCKIFY,
        "the file as it was uploaded"
    );
    assert_eq!(desk.hours_of_2024().await, (17 * 60 + 90) * 60);

    // From an entry back to where it came from.
    page.press_test("import-to-timesheets").await;
    page.shows("8:30").await;
    page.run(
        "document.querySelector('button.cell:not(.is-empty)').click()",
        Vec::new(),
    )
    .await;
    page.says("entry-import", "Imported from clockify.csv by Olivia Reyes")
        .await;

    desk.upload("again.csv", CLOCKIFY).await;
    page.says("import-recognised", "as in your last import")
        .await;
    page.press_test("import-look").await;
    page.says("import-duplicates", "3").await;
    page.says("import-nothing", "There is nothing to import")
        .await;
    page.until_true(
        "a button that is off",
        "return document.querySelector('[data-test=import-now]')?.disabled === true",
    )
    .await;

    page.goto(&desk.server.url("/imports")).await;
    page.press("clockify.csv").await;
    page.press_test("import-undo").await;
    page.says(
        "import-undo-form",
        "3 entries with 18:30 hours no longer count",
    )
    .await;
    page.says("import-undo-form", "2 employees").await;
    page.fill_test("import-undo-reason", "Wrong company").await;
    page.press_test("import-undo-submit").await;
    page.says("import-undone", "Wrong company").await;
    page.says("import-state", "Taken back").await;
    page.shot("import-undone").await;
    assert_eq!(desk.hours_of_2024().await, 0);
    assert_eq!(desk.names("/employees").await, [office::OWNER_NAME]);
    assert!(desk.names("/jobs").await.is_empty());
    assert!(desk.names("/cost-codes").await.is_empty());
    page.goto(&desk.server.url("/timesheets?week=2024-03-04"))
        .await;
    page.shows(office::OWNER_NAME).await;
    page.no_longer_shows("Ben Alvarez").await;
    desk.browser.close().await;
}

#[tokio::test]
async fn a_table_of_the_firms_own_is_read_as_its_columns_are_named() {
    let desk = Desk::set_up().await;
    let page = desk.page();
    desk.upload("own.tsv", OWN).await;
    page.says("import-recognised", "no export that TimeTrakr knows")
        .await;
    assert_eq!(value_of(page, "import-column-1").await, "date");
    for (column, field) in [(0, "employee"), (2, "duration"), (3, "job")] {
        page.choose_test(&format!("import-column-{column}"), field)
            .await;
    }
    // Every date can be read both ways: the page asks, and marks what dots suggest.
    page.says("import-order", "What day is 03.04.2024?").await;
    page.until_true(
        "the day first as the marked order",
        "return document.querySelector('[data-test=segment-day_first]')?.checked === true",
    )
    .await;
    page.shot("import-order").await;
    page.press_test("import-look").await;
    page.says("import-preview", "Wed, Apr 3").await;
    page.says("import-preview", "Hours without times").await;
    page.says("import-preview", "8:15").await;
    page.says("import-rejections", "many is not a duration.")
        .await;
    page.press_test("import-now").await;
    page.press_test("import-to-timesheets").await;
    page.shows("15:45").await;
    page.run(
        "document.querySelector('button.cell:not(.is-empty)').click()",
        Vec::new(),
    )
    .await;
    page.says("entry-times", "Hours without times").await;
    page.says("entry-hours", "7:30").await;
    page.shot("import-hours-only").await;
    assert_eq!(desk.hours_of_2024().await, (7 * 60 + 30 + 8 * 60 + 15) * 60);

    // The next file with these headers is read the same way, without a question.
    let next = OWN.replace("03.04.2024", "05.04.2024");
    desk.upload("next.tsv", &next).await;
    page.says("import-recognised", "as in your last import")
        .await;
    assert_eq!(value_of(page, "import-column-2").await, "duration");
    page.press_test("import-look").await;
    page.says("import-preview", "Fri, Apr 5").await;
    page.says("import-entries", "2").await;
    desk.browser.close().await;
}
