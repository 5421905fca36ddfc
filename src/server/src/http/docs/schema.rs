//! Shapes of the description, in words and tables.

use serde::Serialize;
use serde_json::Value;

use super::text;

const SCHEMAS: &str = "#/components/schemas/";

/// What a value is: words around the name of a shape, if it is one.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Kind {
    before: String,
    /// The shape that the words speak of.
    shape: Option<String>,
    after: String,
}

impl Kind {
    /// The kind of a schema.
    pub(super) fn of(schema: &Value) -> Self {
        if let Some(name) = reference(schema) {
            return Self {
                shape: Some(name.to_owned()),
                ..Self::default()
            };
        }
        if let Some(choices) = choices(schema) {
            let of_value = choices.iter().find(|choice| choice["type"] != "null");
            let mut kind = of_value.map(Self::of).unwrap_or_default();
            if choices.iter().any(|choice| choice["type"] == "null") {
                kind.after.push_str(" or null");
            }
            return kind;
        }
        match &schema["type"] {
            Value::Array(types) => {
                let name = types.iter().find(|name| *name != "null");
                let mut plain = schema.clone();
                plain["type"] = name.cloned().unwrap_or_default();
                let mut kind = Self::of(&plain);
                kind.after.push_str(" or null");
                kind
            }
            name if name == "array" => {
                let mut kind = Self::of(&schema["items"]);
                kind.before.insert_str(0, "list of ");
                kind
            }
            _plain => Self {
                before: plain(schema),
                ..Self::default()
            },
        }
    }
}

fn plain(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(text).collect();
        return format!("one of {}", values.join(", "));
    }
    let format = text(&schema["format"]);
    let id = schema["pattern"]
        .as_str()
        .is_some_and(|form| form.contains("{32}"));
    match (text(&schema["type"]).as_str(), format.as_str()) {
        _ if id => "id".to_owned(),
        ("string", "date-time") => "instant".to_owned(),
        ("string", "date") => "date".to_owned(),
        ("", _) => "any value".to_owned(),
        (name, _) => name.to_owned(),
    }
}

pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(SCHEMAS)
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    schema["oneOf"].as_array().or(schema["anyOf"].as_array())
}

/// A named shape.
#[derive(Debug, Serialize)]
pub(super) struct Shape {
    name: String,
    about: String,
    /// What it is, when it has no fields.
    kind: Kind,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: String,
    needed: bool,
    kind: Kind,
    about: String,
}

impl Shape {
    /// Every shape of a document.
    pub(super) fn all(document: &Value) -> Vec<Self> {
        let schemas = document["components"]["schemas"].as_object();
        let shapes = schemas.into_iter().flatten().map(|(name, schema)| {
            let mut fields = Vec::new();
            collect(document, schema, &mut fields);
            Self {
                name: name.clone(),
                about: text(&schema["description"]),
                kind: Kind::of(schema),
                fields,
            }
        });
        shapes.collect()
    }
}

/// The fields of a shape, those of the shapes that it is put together from included.
fn collect(document: &Value, schema: &Value, fields: &mut Vec<Field>) {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        match reference(part) {
            Some(name) => collect(document, &document["components"]["schemas"][name], fields),
            None => collect(document, part, fields),
        }
    }
    let needed = schema["required"].as_array();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        fields.push(Field {
            name: name.clone(),
            needed: needed.is_some_and(|needed| needed.iter().any(|one| one == name.as_str())),
            kind: Kind::of(field),
            about: text(&field["description"]),
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(schema: &Value, expect: [&str; 3]) {
        let Kind {
            before,
            shape,
            after,
        } = Kind::of(schema);
        let shape = shape.unwrap_or_default();
        assert_eq!([before.as_str(), &shape, &after], expect);
    }

    #[test]
    fn kinds_are_said_in_words() {
        let job = json!({ "$ref": "#/components/schemas/Job" });
        check(&job, ["", "Job", ""]);
        check(
            &json!({ "type": "array", "items": job }),
            ["list of ", "Job", ""],
        );
        check(
            &json!({ "oneOf": [{ "type": "null" }, job] }),
            ["", "Job", " or null"],
        );
        let instant = json!({ "type": ["string", "null"], "format": "date-time" });
        check(&instant, ["instant", "", " or null"]);
        check(
            &json!({ "type": "string", "enum": ["a", "b"] }),
            ["one of a, b", "", ""],
        );
    }
}
