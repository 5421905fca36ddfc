//! The few JSON messages of joining, read and written with the browser's own JSON: the phone need
//! not download a second one. The types are `api`'s; a test holds the names against them.

use api::company::Language;
use api::id::Id;
use api::invitation::{EnrolRequest, Enrolled, InvitationLook, LookRequest, Purpose};
use domain::id::ParseIdError;
use jiff::Timestamp;
use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::JsValue;

/// A message that the server sends.
pub(crate) trait FromJson: Sized {
    /// The message of a JSON object; `None` when something is missing or of another form.
    fn from_json(json: &Json) -> Option<Self>;
}

/// A message that the phone sends.
pub(crate) trait ToJson {
    /// Its fields, which are all text.
    fn fields(&self) -> Vec<(&'static str, &str)>;
}

/// A JSON object as the browser read it.
pub(crate) struct Json(JsValue);

impl Json {
    /// The object of a text.
    pub(crate) fn parse(text: &str) -> Option<Json> {
        JSON::parse(text).ok().filter(JsValue::is_object).map(Json)
    }

    /// A field that is text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_string()
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.field(name)?.as_f64()
    }

    fn id<T: std::str::FromStr<Err = ParseIdError>>(&self, name: &str) -> Option<Id<T>> {
        self.text(name)?.parse().ok()
    }

    fn instant(&self, name: &str) -> Option<Timestamp> {
        let milliseconds = js_sys::Date::parse(&self.text(name)?);
        // A text that is no date gives a number that is none.
        if milliseconds.is_nan() {
            None
        } else {
            Timestamp::from_millisecond(milliseconds as i64).ok()
        }
    }

    fn language(&self, name: &str) -> Option<Language> {
        match self.text(name)?.as_str() {
            "en" => Some(Language::En),
            "es" => Some(Language::Es),
            _unknown => None,
        }
    }

    fn field(&self, name: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &name.into()).ok()
    }
}

/// The JSON text of a message.
pub(crate) fn to_text(message: &impl ToJson) -> Option<String> {
    let object = Object::new();
    for (name, value) in message.fields() {
        Reflect::set(&object, &name.into(), &value.into()).ok()?;
    }
    JSON::stringify(&object).ok().map(String::from)
}

impl ToJson for LookRequest {
    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("code", &self.code)]
    }
}

impl ToJson for EnrolRequest {
    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("code", &self.code),
            ("public_key", &self.public_key),
            ("device_name", &self.device_name),
        ]
    }
}

impl FromJson for InvitationLook {
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            company_name: json.text("company_name")?,
            first_name: json.text("first_name")?,
            purpose: match json.text("purpose")?.as_str() {
                "device" => Purpose::Device,
                "account" => Purpose::Account,
                _unknown => return None,
            },
            expires_at: json.instant("expires_at")?,
            language: json.language("language")?,
        })
    }
}

impl FromJson for Enrolled {
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            company: json.id("company")?,
            company_name: json.text("company_name")?,
            zone: json.text("zone")?,
            workweek_starts: json.number("workweek_starts")? as u8,
            language: json.language("language")?,
            device: json.id("device")?,
            log: json.id("log")?,
            log_secret: json.text("log_secret")?,
            member: json.id("member")?,
            employee: json.id("employee")?,
            employee_name: json.text("employee_name")?,
            server_public_key: json.text("server_public_key")?,
            epoch: json.number("epoch")? as u64,
            server_time: json.instant("server_time")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that `from_json` reads, out of this file.
    fn read_by(type_name: &str) -> Vec<String> {
        let source = include_str!("json.rs");
        let (_, body) = source
            .split_once(&format!("impl FromJson for {type_name} {{"))
            .unwrap();
        let (body, _) = body.split_once("\n}\n").unwrap();
        let mut names: Vec<String> = body
            .lines()
            .filter_map(|line| {
                line.split_once("json.")?
                    .1
                    .split_once("(\"")?
                    .1
                    .split_once('"')
            })
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort();
        names
    }

    #[track_caller]
    fn check(type_name: &str, message: &impl serde::Serialize) {
        let json = serde_json::to_value(message).unwrap();
        let mut names: Vec<String> = json.as_object().unwrap().keys().cloned().collect();
        names.sort();
        assert_eq!(read_by(type_name), names);
    }

    #[test]
    fn the_names_are_those_of_the_api() {
        let id = "0123456789abcdef0123456789abcdef";
        let look = InvitationLook {
            company_name: String::new(),
            first_name: String::new(),
            purpose: Purpose::Device,
            expires_at: Timestamp::UNIX_EPOCH,
            language: Language::Es,
        };
        check("InvitationLook", &look);
        let json = serde_json::to_value(&look).unwrap();
        assert_eq!(
            (json["purpose"].as_str(), json["language"].as_str()),
            (Some("device"), Some("es"))
        );
        let enrolled = Enrolled {
            company: id.parse().unwrap(),
            company_name: String::new(),
            zone: String::new(),
            workweek_starts: 1,
            language: Language::En,
            device: id.parse().unwrap(),
            log: id.parse().unwrap(),
            log_secret: String::new(),
            member: id.parse().unwrap(),
            employee: id.parse().unwrap(),
            employee_name: String::new(),
            server_public_key: String::new(),
            epoch: 1,
            server_time: Timestamp::UNIX_EPOCH,
        };
        check("Enrolled", &enrolled);
    }

    #[test]
    fn requests_have_the_fields_of_the_api() {
        let look = LookRequest { code: "A".into() };
        let enrol = EnrolRequest {
            code: "A".into(),
            public_key: "B".into(),
            device_name: "C".into(),
        };
        for (fields, json) in [
            (look.fields(), serde_json::to_value(&look).unwrap()),
            (enrol.fields(), serde_json::to_value(&enrol).unwrap()),
        ] {
            let fields: serde_json::Map<_, _> = fields
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect();
            assert_eq!(serde_json::Value::Object(fields), json);
        }
    }
}
