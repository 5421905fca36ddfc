//! Every list of the description, asked alike: the same parameters, the same shape, an order that
//! stays, and pages of any length that are the same items.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::samples::Things;
use crate::support::{Office, Server};

/// A list: its path below the company, what must be asked, and the orders that it tells of.
struct List {
    path: String,
    query: &'static str,
    sorts: Vec<String>,
}

async fn lists(server: &Server) -> Vec<List> {
    let document = server.browser().get("/api/openapi.json").await.ok();
    let mut lists = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let shape = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let shape = shape["$ref"].as_str().unwrap_or_default();
        let name = shape.rsplit('/').next().unwrap();
        let shape = &document["components"]["schemas"][name];
        if !shape["properties"]["items"].is_object() {
            continue;
        }
        assert!(shape["properties"]["next"].is_object(), "{path}");
        assert_eq!(shape["properties"].as_object().unwrap().len(), 2, "{path}");
        let parameters = item["get"]["parameters"].as_array().unwrap();
        let asked = parameters.iter().filter(|one| one["in"] == "query");
        let asked: BTreeSet<_> = asked.map(|one| one["name"].as_str().unwrap()).collect();
        for common in ["limit", "after", "sort", "q"] {
            assert!(asked.contains(common), "{path} takes {common}");
        }
        let sort = parameters.iter().find(|one| one["name"] == "sort").unwrap();
        let about = sort["description"].as_str().unwrap();
        let sorts = about.split('`').skip(1).step_by(2);
        let sorts = sorts.map(|name| name.trim_start_matches('-').to_owned());
        lists.push(List {
            path: path
                .strip_prefix("/api/v1/companies/{company}")
                .unwrap()
                .to_owned(),
            query: if path.ends_with("/entries") {
                "from=2026-03-01&to=2026-03-31&"
            } else {
                ""
            },
            sorts: sorts.filter(|name| !name.is_empty()).collect(),
        });
    }
    lists
}

/// Every item, read so many at a time.
async fn walk(office: &Office, path: &str, query: &str, limit: usize) -> Vec<Value> {
    let mut items = Vec::new();
    let mut after = String::new();
    for _ in 0..100 {
        let page = office
            .get(&format!("{path}?{query}limit={limit}{after}"))
            .await
            .ok();
        let fresh = page["items"].as_array().unwrap();
        assert!(fresh.len() <= limit);
        items.extend(fresh.iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return items,
        }
    }
    panic!("{path} does not end");
}

#[tokio::test]
async fn every_list_pages_sorts_and_searches_alike() {
    let server = Server::start().await;
    let office = server.company().await;
    let things = Things::make(&server, &office, "Will Ward", 1).await;
    Things::make(&server, &office, "Ann Ash", 2).await;
    let ward = things.ids["employee"].clone();
    office.invite(&ward, "device").await;
    office.secret(false).await;
    office.secret(true).await;
    let lists = lists(&server).await;
    assert!(lists.len() >= 10, "{}", lists.len());
    let mut longer_than_one = 0;
    for List { path, query, sorts } in &lists {
        let path = things.fill(path);
        assert!(sorts.len() >= 2, "{path} has orders");
        for sort in sorts {
            let there = format!("{query}sort={sort}&");
            let back = format!("{query}sort=-{sort}&");
            let all = walk(&office, &path, &there, 200).await;
            assert_eq!(
                walk(&office, &path, &there, 1).await,
                all,
                "{path} by {sort}"
            );
            let mut reversed = walk(&office, &path, &back, 2).await;
            reversed.reverse();
            assert_eq!(reversed, all, "{path} by {sort}, the other way round");
            longer_than_one += usize::from(all.len() > 1);
        }
        // A cursor belongs to its order.
        let first = format!("{path}?{query}limit=1&sort={}", sorts[0]);
        let first = office.get(&first).await.ok();
        let other = sorts.iter().find(|sort| **sort != sorts[0]);
        if let (Some(next), Some(other)) = (first["next"].as_str(), other) {
            let other = format!("{path}?{query}sort={other}&after={next}");
            let problem = office.get(&other).await.refused(422, "bad_value");
            assert_eq!(problem["field"], "after", "{path}");
        }
        for (wrong, field) in [
            ("limit=0", "limit"),
            ("sort=none", "sort"),
            ("after=!", "after"),
        ] {
            let answer = office.get(&format!("{path}?{query}{wrong}")).await;
            assert_eq!(answer.refused(422, "bad_value")["field"], field, "{path}");
        }
        let found = walk(&office, &path, &format!("{query}q=nothing-has-this&"), 200).await;
        assert_eq!(found, [] as [Value; 0], "{path}");
    }
    assert!(longer_than_one >= 12, "{longer_than_one}");
}

#[tokio::test]
async fn lists_have_filters_of_their_own() {
    let server = Server::start().await;
    let office = server.company().await;
    let things = Things::make(&server, &office, "Will Ward", 1).await;
    Things::make(&server, &office, "Ann Ash", 2).await;
    let (ward, job) = (&things.ids["employee"], &things.ids["job"]);
    let count = async |path: String| {
        let page = office.get(&path).await.ok();
        page["items"].as_array().unwrap().len()
    };
    let march = "from=2026-03-01&to=2026-03-31";
    assert_eq!(count(format!("/entries?{march}&q=ash")).await, 2);
    assert_eq!(count(format!("/entries?{march}&job={job}")).await, 0);
    let change = serde_json::json!({ "job": job, "reason": "x" });
    let entry = format!("/entries/{}", things.ids["entry"]);
    office.patch(&entry, change).await.ok();
    assert_eq!(count(format!("/entries?{march}&job={job}")).await, 1);
    let own = count(format!("/exceptions?employee={ward}")).await;
    assert!(own > 0 && own < count("/exceptions".into()).await);
    let revoke = format!("/devices/{}/revoke", things.ids["device"]);
    office
        .post(&revoke, serde_json::json!({ "reason": "lost" }))
        .await
        .ok();
    // This one, and the one of each that was lost.
    assert_eq!(count("/devices?revoked=true".into()).await, 3);
    assert_eq!(count("/devices?revoked=false&q=ash".into()).await, 1);
    assert_eq!(count("/devices?revoked=false&q=ward".into()).await, 0);
    let invitations = format!("/employees/{ward}/invitations");
    assert_eq!(count(format!("{invitations}?status=open")).await, 1);
    assert_eq!(count(format!("{invitations}?status=used")).await, 2);
    assert_eq!(count(format!("{invitations}?status=revoked")).await, 0);
}
