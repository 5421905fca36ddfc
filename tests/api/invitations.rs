//! Invitations: issued and revoked in the office, spent on a phone or in a browser.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::phone::enrol_body;
use crate::support::{ORIGIN, Options, PASSWORD, Server, id};

const LOOK: &str = "/api/v1/invitations/look";
const ENROL: &str = "/api/v1/invitations/enrol";
const ACCEPT: &str = "/api/v1/invitations/accept";

#[tokio::test]
async fn an_invitation_shows_its_code_link_and_qr_code_while_it_is_open() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let issued = office.invite(&will, "device").await;
    let code = issued["code"].as_str().unwrap();
    assert_eq!(issued["link"], format!("{ORIGIN}/app/#join/{code}"));
    assert!(issued["qr_svg"].as_str().unwrap().contains("<svg"));
    let invitation = &issued["invitation"];
    assert_eq!(
        (&invitation["status"], &invitation["mail"]),
        (&json!("open"), &json!("no_address"))
    );
    assert_eq!(invitation["expires_at"], "2026-03-17T19:00:00Z");
    let path = format!("/invitations/{}", id(invitation));
    assert_eq!(office.get(&path).await.ok(), issued);
    let list = office
        .get(&format!("/employees/{will}/invitations"))
        .await
        .ok();
    assert_eq!(list["items"][0], *invitation);
    assert!(!list.to_string().contains(code));
    assert_eq!(
        office.get(&format!("/employees/{will}")).await.ok()["open_invitations"],
        1
    );

    assert_eq!(office.delete(&path).await.ok()["status"], "revoked");
    assert_eq!(office.get(&path).await.ok()["code"], Value::Null);
    office
        .delete(&path)
        .await
        .refused(409, "invitation_not_open");
    server
        .browser()
        .post(LOOK, json!({ "code": code }))
        .await
        .refused(404, "invitation_not_open");
    office
        .delete(&format!("/invitations/{}", "0".repeat(32)))
        .await
        .refused(404, "invitation_not_found");
    let nobody = format!("/employees/{}/invitations", "0".repeat(32));
    office
        .post(&nobody, json!({ "purpose": "device" }))
        .await
        .refused(404, "employee_not_found");
    let path = format!("/employees/{will}/invitations");
    office
        .post(&path, json!({ "purpose": "party" }))
        .await
        .refused(422, "bad_value");
}

#[tokio::test]
async fn looking_changes_nothing_and_enrolling_spends_the_code() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let issued = office.invite(&will, "device").await;
    let code = &issued["code"];
    let before = office.get("").await.ok()["position"].clone();
    let phone = server.browser();
    let typed = code.as_str().unwrap().to_lowercase().replace('-', " ");
    let look = phone.post(LOOK, json!({ "code": typed })).await.ok();
    assert_eq!(look["company_name"], "Northside Builders");
    assert_eq!(
        (&look["first_name"], &look["purpose"]),
        (&json!("Will"), &json!("device"))
    );
    assert_eq!(office.get("").await.ok()["position"], before);

    let enrolled = phone.post(ENROL, enrol_body(code, 1)).await.created();
    assert_eq!(
        (&enrolled["company"], &enrolled["employee"]),
        (&json!(office.company), &json!(will))
    );
    // The phone may ask again with the same key, as long as it needs; nobody else can.
    let again = phone.post(ENROL, enrol_body(code, 1)).await.created();
    assert_eq!(again, enrolled);
    phone
        .post(ENROL, enrol_body(code, 2))
        .await
        .refused(404, "invitation_not_open");
    phone
        .post(LOOK, json!({ "code": code }))
        .await
        .refused(404, "invitation_not_open");
    assert_eq!(
        office.get("/devices").await.ok()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let shown = office
        .get(&format!("/invitations/{}", id(&issued["invitation"])))
        .await
        .ok();
    assert_eq!(shown["invitation"]["status"], "used");
}

#[tokio::test]
async fn unknown_spent_revoked_and_expired_codes_give_the_same_answer() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let expired = office.invite(&will, "device").await["code"].clone();
    server.pass(SignedDuration::from_hours(7 * 24 + 1));
    let office = crate::support::Office {
        browser: {
            let browser = server.browser();
            browser.sign_in("olivia@example.com", PASSWORD).await.ok();
            browser
        },
        ..office
    };
    let spent = office.invite(&will, "device").await["code"].clone();
    server
        .browser()
        .post(ENROL, enrol_body(&spent, 1))
        .await
        .created();
    let issued = office.invite(&will, "device").await;
    office
        .delete(&format!("/invitations/{}", id(&issued["invitation"])))
        .await
        .ok();
    let revoked = issued["code"].clone();
    let archived = office.invite(&will, "device").await["code"].clone();
    office
        .press(&format!("/employees/{will}/archive"))
        .await
        .ok();
    let mut answers = Vec::new();
    for code in [
        json!("0000-0000-0000"),
        json!("nonsense"),
        expired,
        spent,
        revoked,
        archived,
    ] {
        for (path, body) in [
            (LOOK, json!({ "code": code })),
            (ENROL, enrol_body(&code, 9)),
            (
                ACCEPT,
                json!({ "code": code, "email": "w@example.com", "password": PASSWORD }),
            ),
        ] {
            let mut problem = server
                .browser()
                .post(path, body)
                .await
                .refused(404, "invitation_not_open");
            problem["request_id"] = json!("");
            answers.push(problem);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test]
async fn codes_are_throttled_by_address() {
    let server = Server::start().await;
    let browser = server.browser();
    let mut tries = 0;
    while browser
        .post(LOOK, json!({ "code": "0000-0000-0000" }))
        .await
        .status
        != 429
    {
        tries += 1;
        assert!(tries < 50);
    }
    browser
        .post(ENROL, enrol_body(&json!("0000-0000-0000"), 1))
        .await
        .refused(429, "too_many_requests");
    server
        .browser()
        .post(LOOK, json!({ "code": "x" }))
        .await
        .refused(404, "invitation_not_open");
}

#[tokio::test]
async fn a_crew_on_one_network_enrols_one_after_another() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let code = office.invite(&will, "device").await["code"].clone();
    let browser = server.browser();
    for _ in 0..30 {
        browser.post(LOOK, json!({ "code": code })).await.ok();
    }
    let enrolled = browser.post(ENROL, enrol_body(&code, 1)).await;
    enrolled.created();
    // A spent code opens nothing and forgives nothing.
    let mut tries = 0;
    while browser.post(LOOK, json!({ "code": code })).await.status != 429 {
        tries += 1;
        assert!(tries < 50);
    }
}

#[tokio::test]
async fn an_account_is_opened_or_linked_by_its_own_password() {
    let server = Server::start().await;
    let office = server.company().await;
    let mia = office.hire("Mia Cole", "manager").await;
    let issued = office.invite(&mia, "account").await;
    let code = &issued["code"];
    assert_eq!(
        issued["link"],
        format!("{ORIGIN}/#join/{}", code.as_str().unwrap())
    );
    let accept =
        |email: &str, password: &str| json!({ "code": code, "email": email, "password": password });
    let browser = server.browser();
    browser
        .post(ENROL, enrol_body(code, 1))
        .await
        .refused(409, "invitation_for_other_purpose");
    let problem = browser
        .post(ACCEPT, accept("mia@example.com", "short"))
        .await
        .refused(422, "password_too_short");
    assert_eq!(problem["field"], "password");
    browser
        .post(ACCEPT, accept("mia", PASSWORD))
        .await
        .refused(422, "bad_value");
    browser
        .post(ACCEPT, accept("olivia@example.com", "not hers at all"))
        .await
        .refused(401, "wrong_credentials");
    browser
        .post(ACCEPT, accept("olivia@example.com", PASSWORD))
        .await
        .refused(409, "account_of_other_member");
    let session = browser
        .post(ACCEPT, accept("mia@example.com", PASSWORD))
        .await
        .created();
    assert_eq!(session["companies"][0]["role"], "manager");
    assert_eq!(
        office.get(&format!("/employees/{mia}")).await.ok()["has_account"],
        true
    );
    browser
        .post(ACCEPT, accept("mia@example.com", PASSWORD))
        .await
        .refused(404, "invitation_not_open");

    // One account, two companies.
    let other = server
        .other_company("Harbor Roofing", "henry@example.com")
        .await;
    let mia = other.hire("Mia Cole", "worker").await;
    let code = other.invite(&mia, "account").await["code"].clone();
    let body = json!({ "code": code, "email": "mia@example.com", "password": PASSWORD });
    let session = server.browser().post(ACCEPT, body).await.created();
    let companies: Vec<_> = session["companies"].as_array().unwrap().iter().collect();
    assert_eq!(companies.len(), 2);
    assert_eq!(
        (&companies[0]["name"], &companies[0]["role"]),
        (&json!("Harbor Roofing"), &json!("worker"))
    );
    assert_eq!(
        (&companies[1]["name"], &companies[1]["role"]),
        (&json!("Northside Builders"), &json!("manager"))
    );
}

#[tokio::test]
async fn invitations_wait_for_a_secure_address() {
    let url = "http://time.example.com";
    let server = Server::start_with(Options {
        public_url: url,
        ..Options::default()
    })
    .await;
    let mut browser = server.browser();
    browser.headers.insert("origin", url.parse().unwrap());
    assert_eq!(browser.get("/api/v1/setup").await.ok()["secure"], false);
    let session = browser
        .post("/api/v1/setup", server.setup_body())
        .await
        .created();
    let office = crate::support::Office::new(browser.clone(), &session);
    let path = format!("/employees/{}/invitations", office.employee);
    let problem = office
        .post(&path, json!({ "purpose": "device" }))
        .await
        .refused(409, "public_url_not_secure");
    assert!(problem["detail"].as_str().unwrap().contains(url));
    browser
        .post(ENROL, enrol_body(&json!("0000-0000-0000"), 1))
        .await
        .refused(409, "public_url_not_secure");
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_before_the_code_is_spent() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let code = office.invite(&will, "device").await["code"].clone();
    for key in ["", "AAAA", "not base64!"] {
        let mut body = enrol_body(&code, 1);
        body["public_key"] = json!(key);
        let problem = server
            .browser()
            .post(ENROL, body)
            .await
            .refused(422, "bad_value");
        assert_eq!(problem["field"], "public_key");
    }
    let mut body = enrol_body(&code, 1);
    body["device_name"] = json!("");
    let problem = server
        .browser()
        .post(ENROL, body)
        .await
        .refused(422, "text_empty");
    assert_eq!(problem["field"], "device_name");
    server
        .browser()
        .post(ENROL, enrol_body(&code, 1))
        .await
        .created();
}

#[tokio::test]
async fn a_page_of_another_site_spends_nothing() {
    let server = Server::start().await;
    let office = server.company().await;
    let will = office.hire("Will Ward", "worker").await;
    let code = office.invite(&will, "device").await["code"].clone();
    let mut foreign = server.browser();
    foreign
        .headers
        .insert("origin", "https://evil.example".parse().unwrap());
    for (path, body) in [
        (LOOK, json!({ "code": code })),
        (ENROL, enrol_body(&code, 1)),
        (
            ACCEPT,
            json!({ "code": code, "email": "w@example.com", "password": PASSWORD }),
        ),
    ] {
        foreign.post(path, body).await.refused(403, "cross_site");
    }
    server
        .browser()
        .post(ENROL, enrol_body(&code, 1))
        .await
        .created();
}
