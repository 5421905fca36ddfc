//! An example of each request, for a shell.

use serde_json::{Map, Value};

use super::schema::reference;
use super::text;

/// How deep an example goes into shapes.
const DEPTH_MAX: usize = 4;

/// The request as `curl` sends it: what stands in braces is a variable of the shell.
pub(super) fn curl(document: &Value, path: &str, method: &str, described: &Value) -> String {
    let mut lines = vec!["curl --fail-with-body".to_owned()];
    if method != "get" {
        lines.push(format!("--request {}", method.to_uppercase()));
    }
    let shown = &described["security"];
    let shown = shown.as_array().into_iter().flatten();
    let shown: Vec<&str> = shown
        .filter_map(Value::as_object)
        .flat_map(|one| one.keys().map(String::as_str))
        .collect();
    if shown.contains(&"access_token") {
        lines.push("--header \"Authorization: Bearer $SECRET\"".to_owned());
    } else if shown.contains(&"bearer") {
        lines.push("--header \"Authorization: Bearer $TOKEN\"".to_owned());
    } else if !shown.is_empty() {
        lines.push("--cookie cookies.txt".to_owned());
    }
    let content = described["requestBody"]["content"].as_object();
    if let Some((kind, content)) = content.and_then(|content| content.iter().next()) {
        lines.push(format!("--header 'Content-Type: {kind}'"));
        if kind == "application/json" {
            let body = value(document, &content["schema"], 0);
            lines.push(format!("--data '{body}'"));
        } else {
            lines.push("--data-binary @FILE".to_owned());
        }
    }
    lines.push(format!(
        "\"$SERVER{}{}\"",
        variables(path),
        query(described)
    ));
    lines.join(" \\\n  ")
}

/// `{cost_code}` as `$COST_CODE`.
fn variables(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once('}') {
        Some((name, rest)) => format!("{path}${}{rest}", name.to_uppercase()),
        None => path,
    })
}

/// What must be asked, with a value that can be.
fn query(described: &Value) -> String {
    let parameters = described["parameters"].as_array().into_iter().flatten();
    let needed = parameters.filter(|one| one["in"] == "query" && one["required"] == true);
    let pairs: Vec<String> = needed
        .map(|one| {
            let value = value(&Value::Null, &one["schema"], 0);
            let value = value.as_str().map_or(value.to_string(), str::to_owned);
            format!("{}={value}", text(&one["name"]))
        })
        .collect();
    let mark = if pairs.is_empty() { "" } else { "?" };
    format!("{mark}{}", pairs.join("&"))
}

/// A value of a schema, with the fields that are needed alone.
fn value(document: &Value, schema: &Value, depth: usize) -> Value {
    if depth > DEPTH_MAX {
        return Value::Null;
    }
    if let Some(name) = reference(schema) {
        return value(
            document,
            &document["components"]["schemas"][name],
            depth + 1,
        );
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    let parts = ["allOf", "oneOf", "anyOf"];
    if let Some(first) = parts.iter().find_map(|part| schema[*part].get(0)) {
        return value(document, first, depth + 1);
    }
    let format = text(&schema["format"]);
    match text(&schema["type"]).as_str() {
        "object" => {
            let needed = schema["required"].as_array().into_iter().flatten();
            let fields = needed.filter_map(Value::as_str).map(|name| {
                let field = &schema["properties"][name];
                (name.to_owned(), value(document, field, depth + 1))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        "array" => Value::Array(Vec::new()),
        "boolean" => Value::Bool(false),
        "integer" | "number" => Value::from(1),
        "string" if format == "date-time" => Value::from("2026-03-10T15:00:00Z"),
        "string" if format == "date" => Value::from("2026-03-10"),
        "string" if schema["pattern"].is_string() => Value::from("0".repeat(32)),
        "string" => Value::from("text"),
        _other => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_become_variables_of_the_shell() {
        let path = "/companies/{company}/cost-codes/{cost_code}/archive";
        let expect = "/companies/$COMPANY/cost-codes/$COST_CODE/archive";
        assert_eq!(variables(path), expect);
    }
}
