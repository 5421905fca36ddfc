//! Jobs and cost codes.

use serde_json::{Value, json};

use crate::support::{Server, id, names};

#[tokio::test]
async fn a_job_is_added_changed_archived_and_found_again() {
    let server = Server::start().await;
    let office = server.company().await;
    let body = json!({ "code": "J-1", "name": " Miller House ", "customer": "Miller" });
    let job = office.post("/jobs", body).await.created();
    assert_eq!(
        (&job["name"], &job["archived"]),
        (&json!("Miller House"), &json!(false))
    );
    let path = format!("/jobs/{}", id(&job));
    assert_eq!(office.get(&path).await.ok(), job);

    let changed = office
        .patch(&path, json!({ "name": "Miller Barn" }))
        .await
        .ok();
    assert_eq!(
        (&changed["name"], &changed["code"]),
        (&json!("Miller Barn"), &json!("J-1"))
    );
    // The same again is no error; on a state that is gone it is.
    office
        .patch(
            &path,
            json!({ "name": "Miller Barn", "expected": changed["hash"] }),
        )
        .await
        .ok();
    let stale = json!({ "name": "Miller Shed", "expected": job["hash"] });
    office
        .patch(&path, stale)
        .await
        .refused(409, "changed_meanwhile");
    let problem = office
        .patch(&path, json!({ "expected": "x" }))
        .await
        .refused(422, "bad_value");
    assert_eq!(problem["field"], "expected");

    let other = office.job("Old Mill").await;
    let archived = office.press(&format!("{path}/archive")).await.ok();
    assert_eq!(archived["archived"], true);
    office.press(&format!("{path}/archive")).await.ok();
    assert_eq!(names(&office.get("/jobs").await.ok()), ["Old Mill"]);
    assert_eq!(
        names(&office.get("/jobs?archived=true").await.ok()),
        ["Miller Barn"]
    );
    assert_eq!(
        office.press(&format!("{path}/restore")).await.ok()["archived"],
        false
    );
    assert_eq!(
        names(&office.get("/jobs?q=MIL").await.ok()),
        ["Miller Barn", "Old Mill"]
    );
    assert_eq!(
        names(&office.get("/jobs?q=j-1").await.ok()),
        ["Miller Barn"]
    );
    assert_eq!(
        office.get(&format!("/jobs/{other}")).await.ok()["name"],
        "Old Mill"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_job_is_named() {
    let server = Server::start().await;
    let office = server.company().await;
    let problem = office
        .post("/jobs", json!({ "name": "  " }))
        .await
        .refused(422, "text_empty");
    assert_eq!(problem["field"], "name");
    let long = "x".repeat(200);
    office
        .post("/jobs", json!({ "name": long }))
        .await
        .refused(422, "text_too_long");
    office
        .post("/jobs", json!({ "nam": "x" }))
        .await
        .refused(422, "bad_value");
    office
        .post("/jobs", json!([]))
        .await
        .refused(422, "bad_value");
    let code = |name: &str| json!({ "name": name, "code": "J-1" });
    office.post("/jobs", code("One")).await.created();
    let problem = office
        .post("/jobs", code("Two"))
        .await
        .refused(409, "code_taken");
    assert_eq!(problem["field"], "code");
    let nobody = "0".repeat(32);
    office
        .get(&format!("/jobs/{nobody}"))
        .await
        .refused(404, "not_found");
    office
        .patch(&format!("/jobs/{nobody}"), json!({}))
        .await
        .refused(404, "job_not_found");
    office
        .press(&format!("/jobs/{nobody}/archive"))
        .await
        .refused(404, "job_not_found");
    office.get("/jobs/miller").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let server = Server::start().await;
    let office = server.company().await;
    for n in 0..7 {
        office.job(&format!("Job {n}")).await;
    }
    let mut seen = Vec::new();
    let mut query = "?limit=3".to_owned();
    loop {
        let page = office.get(&format!("/jobs{query}")).await.ok();
        assert!(page["items"].as_array().unwrap().len() <= 3);
        seen.extend(names(&page).into_iter().map(str::to_owned));
        match page["next"].as_str() {
            Some(cursor) => query = format!("?limit=3&after={cursor}"),
            None => break,
        }
    }
    let expect: Vec<_> = (0..7).map(|n| format!("Job {n}")).collect();
    assert_eq!(seen, expect);
    for (query, field) in [
        ("?limit=0", "limit"),
        ("?limit=501", "limit"),
        ("?after=x", "after"),
        ("?sort=price", "sort"),
    ] {
        let problem = office
            .get(&format!("/jobs{query}"))
            .await
            .refused(422, "bad_value");
        assert_eq!(problem["field"], field);
    }
    office
        .get("/jobs?limit=many")
        .await
        .refused(400, "bad_value");
    office
        .get("/jobs?order=name")
        .await
        .refused(400, "bad_value");
}

#[tokio::test]
async fn a_cost_code_is_for_one_job_or_for_all() {
    let server = Server::start().await;
    let office = server.company().await;
    let (mill, barn) = (office.job("Mill").await, office.job("Barn").await);
    let body = json!({ "code": "10", "name": "Framing" });
    let framing = office.post("/cost-codes", body).await.created();
    assert_eq!(framing["job"], Value::Null);
    let body = json!({ "code": "20", "name": "Wheel", "job": mill });
    let wheel = office.post("/cost-codes", body).await.created();
    let path = format!("/cost-codes/{}", id(&wheel));

    assert_eq!(
        names(&office.get(&format!("/cost-codes?job={barn}")).await.ok()),
        ["Framing"]
    );
    assert_eq!(
        names(&office.get(&format!("/cost-codes?job={mill}")).await.ok()),
        ["Framing", "Wheel"]
    );
    let everywhere = office.patch(&path, json!({ "job": null })).await.ok();
    assert_eq!(
        (&everywhere["job"], &everywhere["name"]),
        (&Value::Null, &json!("Wheel"))
    );
    let stale = json!({ "name": "Wheels", "expected": wheel["hash"] });
    office
        .patch(&path, stale)
        .await
        .refused(409, "changed_meanwhile");
    assert_eq!(
        office.press(&format!("{path}/archive")).await.ok()["archived"],
        true
    );
    assert_eq!(
        names(&office.get("/cost-codes?archived=true").await.ok()),
        ["Wheel"]
    );
    assert_eq!(
        office.press(&format!("{path}/restore")).await.ok()["archived"],
        false
    );
    assert_eq!(office.get(&path).await.ok()["name"], "Wheel");

    let nobody = "0".repeat(32);
    let body = json!({ "name": "Lost", "job": nobody });
    office
        .post("/cost-codes", body)
        .await
        .refused(404, "job_not_found");
    office
        .get(&format!("/cost-codes/{nobody}"))
        .await
        .refused(404, "not_found");
    office
        .post("/cost-codes", json!({ "name": "" }))
        .await
        .refused(422, "text_empty");
}

#[tokio::test]
async fn of_two_edits_that_race_one_is_told_to_look_again() {
    let server = Server::start().await;
    let office = server.company().await;
    let hired = json!({ "name": "Will Ward", "role": "worker" });
    for (list, body) in [
        ("/jobs", json!({ "name": "Mill" })),
        ("/cost-codes", json!({ "name": "Framing" })),
        ("/employees", hired),
    ] {
        let record = office.post(list, body).await.created();
        let path = format!("{list}/{}", id(&record));
        let edit = |name| {
            let body = json!({ "name": name, "expected": record["hash"] });
            office.patch(&path, body)
        };
        let (one, other) = tokio::join!(edit("One"), edit("Other"));
        let (done, refused) = if one.status.is_success() {
            (one, other)
        } else {
            (other, one)
        };
        refused.refused(409, "changed_meanwhile");
        assert_eq!(office.get(&path).await.ok(), done.ok());
    }
}
