//! Two companies in one server never see each other: every route of the description is tried
//! with the other company's ids in every place where an id can stand.

use std::collections::BTreeSet;

use crate::samples::{Sent, Things, is_let_in, samples};
use crate::support::{Answer, Office, Server};

/// In every name of the other company, and in none of ours.
const THEIRS: &str = "Zebra";

struct Two {
    server: Server,
    ours: Office,
    our_things: Things,
    theirs: Office,
    their_things: Things,
}

async fn two_companies() -> Two {
    let server = Server::start().await;
    let ours = server.company().await;
    let theirs = server
        .other_company("Zebra Roofing", "zoe@example.com")
        .await;
    let our_things = Things::make(&server, &ours, "Will Ward", 1).await;
    let their_things = Things::make(&server, &theirs, "Zebra Zoe", 2).await;
    Two {
        server,
        ours,
        our_things,
        theirs,
        their_things,
    }
}

impl Two {
    /// Nothing of theirs is in the answer.
    #[track_caller]
    fn check(&self, what: &str, answer: &Answer) {
        let text = answer.text();
        assert!(!text.contains(THEIRS), "{what}, {}: {text}", answer.line);
        assert!(
            answer.status.is_client_error(),
            "{what}, {}: {} {text}",
            answer.line,
            answer.status
        );
        let refused = matches!(answer.status.as_u16(), 403 | 404);
        assert!(refused, "{what}, {}: {} {text}", answer.line, answer.status);
    }

    fn their_position(&self) -> u64 {
        let company = self.theirs.company.parse().unwrap();
        self.server
            .state
            .store()
            .snapshot(company)
            .unwrap()
            .position()
    }
}

#[tokio::test]
async fn the_samples_are_every_route_of_the_description() {
    let server = Server::start().await;
    let document = server.browser().get("/api/openapi.json").await.ok();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            if path.contains("{company}") {
                described.insert((method.to_uppercase(), path.clone()));
            }
        }
    }
    let tried: BTreeSet<_> = samples()
        .iter()
        .map(|sample| (sample.method.to_string(), sample.template()))
        .collect();
    assert_eq!(tried, described);
}

#[tokio::test]
async fn no_route_leads_from_one_company_into_another() {
    let two = two_companies().await;
    let (browser, our, their) = (&two.ours.browser, &two.our_things, &two.their_things);
    let before = two.their_position();
    for sample in samples() {
        two.check(
            "all theirs",
            &sample.send(browser, their, their, their).await,
        );
        two.check(
            "their company",
            &sample.send(browser, their, our, our).await,
        );
        if sample.names_things() {
            two.check("their thing", &sample.send(browser, our, their, our).await);
            two.check(
                "their things",
                &sample.send(browser, our, their, their).await,
            );
        }
        if !sample.carries_things() {
            continue;
        }
        let answer = sample.send(browser, our, our, their).await;
        match sample.sent {
            // A file of theirs is looked at and none of it is taken.
            Sent::UnsentFile => {
                let result = answer.ok();
                assert_eq!(
                    (&result["ops"], &result["receipts"]),
                    (&0.into(), &0.into())
                );
                assert_eq!(result["problems"][0]["code"], "wrong_company");
            }
            Sent::Nothing | Sent::Json(_) | Sent::Table => two.check("carried", &answer),
        }
    }
    assert_eq!(
        two.their_position(),
        before,
        "nothing of theirs has changed"
    );
    // The same requests are good where they belong: the walk tried what works.
    for sample in samples() {
        let answer = sample.send(&two.theirs.browser, their, their, their).await;
        assert!(
            is_let_in(&answer),
            "{}: {} {}",
            answer.line,
            answer.status,
            answer.text()
        );
    }
}

#[tokio::test]
async fn a_company_that_is_not_there_looks_like_one_of_others() {
    let two = two_companies().await;
    let theirs = format!("/api/v1/companies/{}", two.theirs.company);
    let nobodys = format!("/api/v1/companies/{}", "0".repeat(32));
    for rest in ["", "/week", "/employees"] {
        let mut answers = Vec::new();
        for prefix in [&theirs, &nobodys] {
            let answer = two.ours.browser.get(&format!("{prefix}{rest}")).await;
            let mut problem = answer.refused(404, "not_found");
            problem["request_id"] = "".into();
            answers.push(problem);
        }
        assert_eq!(answers[0], answers[1]);
    }
    two.ours
        .browser
        .get("/api/v1/companies/zebra/week")
        .await
        .refused(404, "not_found");
    let session = two
        .ours
        .browser
        .get("/api/v1/session")
        .await
        .ok()
        .to_string();
    assert!(!session.contains(THEIRS));
}
