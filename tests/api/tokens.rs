//! Access tokens and what they are exchanged for: what a program may do, for how long, and what a
//! forger gets.

use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use store::{SecurityEventKind, TokenKey};

use crate::support::{Browser, ORIGIN, Office, Server, entry_body, id};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn bearer(browser: &Browser, token: &str) -> Browser {
    browser.with("authorization", &format!("Bearer {token}"))
}

async fn exchange(server: &Server, secret: &str) -> crate::support::Answer {
    bearer(&server.browser(), secret)
        .press("/api/v1/tokens")
        .await
}

async fn jwt(server: &Server, secret: &str) -> String {
    let answer = exchange(server, secret).await.ok();
    answer["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_program_does_what_its_member_may_do() {
    let server = Server::start().await;
    let office = server.company().await;
    let secret = office.secret(false).await;
    assert!(secret.starts_with("ttk_") && secret.len() > 40);
    let answer = exchange(&server, &secret).await.ok();
    assert_eq!(answer["token_type"], "Bearer");
    assert_eq!(answer["expires_in"], 900);
    assert_eq!(answer["company"], office.company.as_str());
    // Without a cookie, without an Origin, as curl sends it.
    let program = office.program(&server, false).await;
    let mut bare = program.clone();
    bare.browser
        .headers
        .insert("origin", "https://evil.example".parse().unwrap());
    let job = bare
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    assert_eq!(office.get("/jobs").await.ok()["items"][0], job);
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    let theirs = manager.program(&server, false).await;
    theirs.get("/employees").await.ok();
    theirs
        .patch("", json!({ "name": "Mine" }))
        .await
        .refused(403, "not_permitted");
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    let theirs = worker.program(&server, false).await;
    theirs
        .post("/jobs", json!({ "name": "x" }))
        .await
        .refused(403, "not_permitted");
    let own = theirs
        .post("/entries", entry_body(&worker.employee, 10, 11))
        .await;
    own.created();
}

#[tokio::test]
async fn a_token_that_only_reads_changes_nothing() {
    let server = Server::start().await;
    let office = server.company().await;
    let job = office.job("Mill").await;
    let program = office.program(&server, true).await;
    program.get("/jobs").await.ok();
    for (method, path) in [
        (Method::POST, "/jobs".to_owned()),
        (Method::PATCH, format!("/jobs/{job}")),
        (Method::PUT, format!("/employees/{}/role", office.employee)),
        (Method::DELETE, "/me/calendar-feed".to_owned()),
    ] {
        let path = program.at(&path);
        let answer = program
            .browser
            .send(method, &path, Some(json!({ "name": "x" })))
            .await;
        answer.refused(403, "token_read_only");
    }
    assert_eq!(
        office.get(&format!("/jobs/{job}")).await.ok()["name"],
        "Mill"
    );
}

#[tokio::test]
async fn a_program_makes_nothing_that_outlives_its_token() {
    let server = Server::start().await;
    let office = server.company().await;
    let program = office.program(&server, false).await;
    let new = json!({ "name": "more", "good_for": "365d" });
    program
        .post("/me/tokens", new)
        .await
        .refused(403, "session_needed");
    program
        .press("/me/calendar-feed")
        .await
        .refused(403, "session_needed");
    // The code of an invitation makes a phone or an account, which nobody revokes with the token.
    let employee = office.hire("Wes Boone", "manager").await;
    for purpose in ["account", "device"] {
        let invite = format!("/employees/{employee}/invitations");
        program
            .post(&invite, json!({ "purpose": purpose }))
            .await
            .refused(403, "session_needed");
        let invited = office.invite(&employee, purpose).await;
        assert!(invited["code"].is_string());
        let path = format!("/invitations/{}", id(&invited["invitation"]));
        let reader = office.program(&server, true).await;
        for program in [&program, &reader] {
            let shown = program.get(&path).await.ok();
            assert_eq!(shown["invitation"], invited["invitation"]);
            for secret in ["code", "link", "qr_svg"] {
                assert!(shown[secret].is_null(), "{secret}: {shown}");
            }
        }
    }
    // A session is not what it shows either.
    program
        .browser
        .get("/api/v1/session")
        .await
        .refused(401, "not_signed_in");
}

#[tokio::test]
async fn tokens_are_listed_without_their_secret_and_are_at_most_twenty() {
    let server = Server::start().await;
    let office = server.company().await;
    let secret = office.secret(true).await;
    let page = office.get("/me/tokens").await.ok();
    let token = &page["items"][0];
    assert_eq!(
        (&token["name"], &token["read_only"]),
        (&json!("payroll"), &json!(true))
    );
    assert_eq!(token["last_used_at"], Value::Null);
    assert_eq!(token["expires_at"], "2026-06-08T19:00:00Z");
    assert!(!page.to_string().contains(&secret[4..]));
    exchange(&server, &secret).await.ok();
    exchange(&server, &secret).await.ok();
    let used = office.get("/me/tokens").await.ok();
    assert_eq!(used["items"][0]["last_used_at"], "2026-03-10T19:00:00Z");
    for _ in 1..20 {
        office.secret(false).await;
    }
    let new = json!({ "name": "one more", "good_for": "30d" });
    office
        .post("/me/tokens", new.clone())
        .await
        .refused(409, "too_many_access_tokens");
    // Another member has a list of their own.
    let worker = office.colleague(&server, "Wanda Wood", "worker").await;
    assert_eq!(worker.get("/me/tokens").await.ok()["items"], json!([]));
    let path = format!("/me/tokens/{}", id(token));
    worker.delete(&path).await.refused(404, "not_found");
    office.delete(&path).await.is(StatusCode::NO_CONTENT);
    office.post("/me/tokens", new).await.created();
    for name in ["", "  ", &"x".repeat(101)] {
        let new = json!({ "name": name, "good_for": "30d" });
        worker
            .post("/me/tokens", new)
            .await
            .refused(422, "bad_value");
    }
    let new = json!({ "name": "x", "good_for": "3650d" });
    worker
        .post("/me/tokens", new)
        .await
        .refused(422, "bad_value");
}

#[tokio::test]
async fn revoking_archiving_and_another_role_take_effect_at_once() {
    let server = Server::start().await;
    let office = server.company().await;
    let manager = office.colleague(&server, "Mia Cole", "manager").await;
    let secret = manager.secret(false).await;
    let program = Office {
        browser: bearer(&server.browser(), &jwt(&server, &secret).await),
        ..manager.clone()
    };
    program
        .post("/jobs", json!({ "name": "Mill" }))
        .await
        .created();
    let role = format!("/employees/{}/role", manager.employee);
    office.put(&role, json!({ "role": "worker" })).await.ok();
    program
        .post("/jobs", json!({ "name": "Barn" }))
        .await
        .refused(403, "not_permitted");
    office.put(&role, json!({ "role": "manager" })).await.ok();
    program
        .post("/jobs", json!({ "name": "Barn" }))
        .await
        .created();
    let archive = format!("/employees/{}/archive", manager.employee);
    office.press(&archive).await.ok();
    program.get("/jobs").await.refused(401, "bad_token");
    exchange(&server, &secret).await.refused(401, "bad_token");
    let again = json!({ "name": "again", "good_for": "30d" });
    manager
        .post("/me/tokens", again)
        .await
        .refused(403, "not_permitted");
    office
        .press(&format!("/employees/{}/restore", manager.employee))
        .await
        .ok();
    program.get("/jobs").await.ok();
    let tokens = manager.get("/me/tokens").await.ok();
    let path = format!("/me/tokens/{}", id(&tokens["items"][0]));
    manager.delete(&path).await.is(StatusCode::NO_CONTENT);
    program.get("/jobs").await.refused(401, "bad_token");
    exchange(&server, &secret).await.refused(401, "bad_token");
}

#[tokio::test]
async fn a_bearer_token_is_good_for_a_quarter_of_an_hour_and_no_longer_than_its_access_token() {
    let server = Server::start().await;
    let office = server.company().await;
    let secret = office.secret(false).await;
    let program = Office {
        browser: bearer(&server.browser(), &jwt(&server, &secret).await),
        ..office.clone()
    };
    server.pass(MINUTE * 14);
    program.get("/jobs").await.ok();
    server.pass(MINUTE);
    program.get("/jobs").await.refused(401, "bad_token");
    server.pass(DAY * 90 - MINUTE * 20);
    let last = exchange(&server, &secret).await.ok();
    assert_eq!(last["expires_in"], 300);
    server.pass(MINUTE * 5);
    exchange(&server, &secret).await.refused(401, "bad_token");
}

#[tokio::test]
async fn a_token_of_one_company_opens_no_other() {
    let server = Server::start().await;
    let office = server.company().await;
    let other = server
        .other_company("Zebra Roofing", "zoe@example.com")
        .await;
    let program = office.program(&server, false).await;
    for path in ["", "/jobs", "/me/tokens"] {
        program
            .browser
            .get(&other.at(path))
            .await
            .refused(404, "not_found");
    }
    let new = json!({ "name": "x" });
    program
        .browser
        .post(&other.at("/jobs"), new)
        .await
        .refused(404, "not_found");
    // A cookie beside it does not help.
    let mut both = other.browser.clone();
    both.headers = program.browser.headers.clone();
    both.get(&other.at("/jobs")).await.refused(404, "not_found");
}

/// What a good bearer token says, and the key that signs it.
async fn insides(server: &Server, office: &Office) -> (Header, Value, TokenKey) {
    let token = jwt(server, &office.secret(false).await).await;
    let part = |number: usize| {
        let part = token.split('.').nth(number).unwrap();
        serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some(part(0)["kid"].as_str().unwrap().to_owned());
    assert_eq!(part(0)["alg"], "EdDSA");
    let keys = server.state.store().system().unwrap().token_keys().unwrap();
    (header, part(1), keys.into_iter().next().unwrap())
}

fn sign(header: &Header, claims: &Value, seed: &[u8; 32]) -> String {
    // PKCS #8 of an Ed25519 seed.
    let mut der = vec![
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    der.extend_from_slice(seed);
    jsonwebtoken::encode(header, claims, &EncodingKey::from_ed_der(&der)).unwrap()
}

#[tokio::test]
async fn forgeries_are_refused() {
    let server = Server::start().await;
    let office = server.company().await;
    let (header, claims, key) = insides(&server, &office).await;
    let path = office.at("/jobs");
    let plain = server.browser();
    let shows = async |token: &str| bearer(&plain, token).get(&path).await;
    // What is forged below differs from what is good in the one thing that it says.
    shows(&sign(&header, &claims, &key.seed)).await.ok();
    assert_eq!(claims["iss"], ORIGIN);
    assert_eq!(claims["aud"], format!("{ORIGIN}/api/v1"));
    assert_eq!(claims["company"], office.company.as_str());

    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let kid = header.kid.clone().unwrap();
    let mut forged = Vec::new();
    for alg in ["none", "None", "NONE", ""] {
        let head = json!({ "alg": alg, "typ": "JWT", "kid": kid });
        forged.push(format!("{}.{}.", text(&head), text(&claims)));
    }
    // The public key as the secret of a symmetric signature.
    let set = plain.get("/api/v1/jwks.json").await.ok();
    let public = set["keys"][0]["x"].as_str().unwrap();
    for secret in [
        URL_SAFE_NO_PAD.decode(public).unwrap(),
        public.as_bytes().to_vec(),
    ] {
        for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let mut head = Header::new(algorithm);
            head.kid = header.kid.clone();
            let signed = EncodingKey::from_secret(&secret);
            forged.push(jsonwebtoken::encode(&head, &claims, &signed).unwrap());
        }
    }
    // The key of another server, under its own name and under ours.
    let stranger = server.state.store().random::<32>();
    forged.push(sign(&header, &claims, &stranger));
    let mut unknown = header.clone();
    unknown.kid = Some("AAAAAAAAAAA".into());
    forged.push(sign(&unknown, &claims, &key.seed));
    unknown.kid = None;
    forged.push(sign(&unknown, &claims, &key.seed));
    let mut critical = header.clone();
    critical.crit = Some(vec!["b64".into()]);
    forged.push(sign(&critical, &claims, &key.seed));
    // Well signed, and for someone or some time else.
    let now = server.now().as_second();
    let nobody = "0".repeat(32);
    for (claim, value) in [
        ("iss", json!("https://other.example.com")),
        ("aud", json!(ORIGIN)),
        ("aud", json!("https://other.example.com/api/v1")),
        ("exp", json!(now)),
        ("exp", json!(now - 1)),
        ("nbf", json!(now + 60)),
        ("sub", json!(nobody)),
        ("sub", json!("owner")),
        ("token", json!(nobody)),
        ("more", json!("claims")),
    ] {
        let mut claims = claims.clone();
        claims[claim] = value;
        forged.push(sign(&header, &claims, &key.seed));
    }
    for claim in ["iss", "aud", "sub", "company", "token", "exp", "nbf"] {
        let mut claims = claims.clone();
        claims.as_object_mut().unwrap().remove(claim);
        forged.push(sign(&header, &claims, &key.seed));
    }
    let good = sign(&header, &claims, &key.seed);
    forged.push(good[..good.len() - 4].to_owned());
    forged.push(format!("{good}x"));
    forged.push(String::from("a.b.c"));
    forged.push("x".repeat(5_000));
    forged.push(office.secret(false).await);
    for (number, token) in forged.iter().enumerate() {
        let answer = shows(token).await;
        assert_eq!(answer.status, 401, "{number}: {}", answer.text());
        answer.refused(401, "bad_token");
        assert!(
            answer.headers["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Bearer")
        );
    }
    // What is not a bearer token is nothing, and a cookie beside it is not looked at.
    for value in ["Basic b2xpdmlhOng=", "Bearer", ""] {
        let answer = office.browser.with("authorization", value).get(&path).await;
        answer.refused(401, "bad_token");
    }
}

#[tokio::test]
async fn a_token_of_another_server_is_refused() {
    let (ours, theirs) = (Server::start().await, Server::start().await);
    let (our, their) = (ours.company().await, theirs.company().await);
    let (_, claims, _) = insides(&ours, &our).await;
    let (header, _, key) = insides(&theirs, &their).await;
    let forged = sign(&header, &claims, &key.seed);
    let answer = bearer(&ours.browser(), &forged).get(&our.at("/jobs")).await;
    answer.refused(401, "bad_token");
    exchange(&ours, &their.secret(false).await)
        .await
        .refused(401, "bad_token");
}

#[tokio::test]
async fn keys_change_after_ninety_days_and_the_old_one_verifies_until_its_last_token_is_over() {
    let server = Server::start().await;
    let office = server.company().await;
    let new = json!({ "name": "long", "good_for": "365d" });
    let made = office.post("/me/tokens", new).await.created();
    let secret = made["secret"].as_str().unwrap().to_owned();
    jwt(&server, &secret).await;
    let kids = async || {
        let set = server.browser().get("/api/v1/jwks.json").await.ok();
        let keys = set["keys"].as_array().unwrap().clone();
        let key = &keys[0];
        assert_eq!(
            (&key["kty"], &key["crv"]),
            (&json!("OKP"), &json!("Ed25519"))
        );
        assert_eq!((&key["alg"], &key["use"]), (&json!("EdDSA"), &json!("sig")));
        keys.iter()
            .map(|key| key["kid"].clone())
            .collect::<Vec<_>>()
    };
    let first = kids().await;
    assert_eq!(first.len(), 1);
    server.pass(DAY * 90 - MINUTE);
    let old = jwt(&server, &secret).await;
    assert_eq!(kids().await, first);
    server.pass(MINUTE);
    let new = jwt(&server, &secret).await;
    let both = kids().await;
    assert_eq!((both.len(), &both[1]), (2, &first[0]));
    for token in [&old, &new] {
        bearer(&server.browser(), token)
            .get(&office.at("/jobs"))
            .await
            .ok();
    }
    server.pass(MINUTE * 15);
    bearer(&server.browser(), &old)
        .get(&office.at("/jobs"))
        .await
        .refused(401, "bad_token");
    server.pass(DAY * 90);
    jwt(&server, &secret).await;
    let last = kids().await;
    assert!(
        last.len() == 2 && last[1] == both[0],
        "the first is forgotten"
    );
}

#[tokio::test]
async fn what_happens_to_tokens_is_a_security_event_and_guessing_is_slowed() {
    let server = Server::start().await;
    let office = server.company().await;
    office.secret(false).await;
    let token = office.get("/me/tokens").await.ok();
    office
        .delete(&format!("/me/tokens/{}", id(&token["items"][0])))
        .await;
    let guesser = bearer(&server.browser(), "ttk_guess");
    let mut tries = 0;
    while guesser.press("/api/v1/tokens").await.status == 401 {
        tries += 1;
        assert!(tries < 50);
    }
    guesser
        .press("/api/v1/tokens")
        .await
        .refused(429, "too_many_requests");
    tokio::time::timeout(std::time::Duration::from_secs(5), async {
        loop {
            let events = server
                .state
                .store()
                .system()
                .unwrap()
                .security_events(None, 100)
                .unwrap();
            let has = |kind| events.iter().any(|(_, event)| event.kind == kind);
            if has(SecurityEventKind::AccessTokenMade)
                && has(SecurityEventKind::AccessTokenRevoked)
                && has(SecurityEventKind::AccessTokenRefused)
            {
                break;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("three events are noted");
}
