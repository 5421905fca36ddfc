//! A member at work in the office of a company.

use serde_json::{Value, json};

use super::{Answer, Browser, PASSWORD, Server, entry_body, id};

/// A member at work in the office of a company.
#[derive(Clone)]
pub struct Office {
    pub browser: Browser,
    pub company: String,
    pub employee: String,
}

impl Office {
    pub fn new(browser: Browser, session: &Value) -> Self {
        let company = &session["companies"][0];
        let text = |name: &str| company[name].as_str().unwrap().to_owned();
        Self {
            browser,
            company: text("id"),
            employee: text("employee"),
        }
    }

    /// A path of this company.
    pub fn at(&self, rest: &str) -> String {
        format!("/api/v1/companies/{}{rest}", self.company)
    }

    pub async fn get(&self, rest: &str) -> Answer {
        self.browser.get(&self.at(rest)).await
    }

    pub async fn post(&self, rest: &str, body: Value) -> Answer {
        self.browser.post(&self.at(rest), body).await
    }

    pub async fn press(&self, rest: &str) -> Answer {
        self.browser.press(&self.at(rest)).await
    }

    pub async fn patch(&self, rest: &str, body: Value) -> Answer {
        self.browser.patch(&self.at(rest), body).await
    }

    pub async fn put(&self, rest: &str, body: Value) -> Answer {
        self.browser.put(&self.at(rest), body).await
    }

    pub async fn delete(&self, rest: &str) -> Answer {
        self.browser.delete(&self.at(rest)).await
    }

    /// The same office, which sends a header with each request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let browser = self.browser.with(name, value);
        Self {
            browser,
            ..self.clone()
        }
    }

    /// The secret of a new access token.
    pub async fn secret(&self, read_only: bool) -> String {
        let body = json!({ "name": "payroll", "good_for": "90d", "read_only": read_only });
        let made = self.post("/me/tokens", body).await.created();
        made["secret"].as_str().unwrap().to_owned()
    }

    /// The same member as a program: without a cookie, with a bearer token.
    pub async fn program(&self, server: &Server, read_only: bool) -> Office {
        let secret = self.secret(read_only).await;
        let browser = server.browser();
        let answer = browser
            .with("authorization", &format!("Bearer {secret}"))
            .press("/api/v1/tokens")
            .await
            .ok();
        let token = answer["access_token"].as_str().unwrap();
        let browser = browser.with("authorization", &format!("Bearer {token}"));
        Self {
            browser,
            ..self.clone()
        }
    }

    /// A new employee's id.
    pub async fn hire(&self, name: &str, role: &str) -> String {
        let body = json!({ "name": name, "role": role });
        id(&self.post("/employees", body).await.created())
    }

    /// A new job's id.
    pub async fn job(&self, name: &str) -> String {
        id(&self.post("/jobs", json!({ "name": name })).await.created())
    }

    /// The code of a new invitation.
    pub async fn invite(&self, employee: &str, purpose: &str) -> Value {
        let path = format!("/employees/{employee}/invitations");
        self.post(&path, json!({ "purpose": purpose }))
            .await
            .created()
    }

    /// A new member with an account, signed in.
    pub async fn colleague(&self, server: &Server, name: &str, role: &str) -> Office {
        let employee = self.hire(name, role).await;
        let code = self.invite(&employee, "account").await["code"].clone();
        let browser = server.browser();
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        let body = json!({ "code": code, "email": email, "password": PASSWORD });
        let session = browser
            .post("/api/v1/invitations/accept", body)
            .await
            .created();
        Office::new(browser, &session)
    }

    /// A new entry of today, between two hours of universal time.
    pub async fn entry(&self, employee: &str, start: u8, end: u8) -> Value {
        self.post("/entries", entry_body(employee, start, end))
            .await
            .created()
    }
}
