//! Whose export a file is, by the names of its columns. What each preset reads and leaves is told
//! in docs/formats/import.md.

use super::header;
use super::moment::DateOrder;

/// A program whose exports are known.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// Our own timesheet export.
    Timetrakr,
    /// Toggl Track's detailed report.
    Toggl,
    /// Clockify's detailed report.
    Clockify,
    /// Harvest's detailed time report.
    Harvest,
    /// Kimai's export of timesheets.
    Kimai,
    /// solidtime's export, and what it imports as generic time entries.
    Solidtime,
    /// Any other table.
    #[default]
    Generic,
}

impl Preset {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Timetrakr,
        Self::Toggl,
        Self::Clockify,
        Self::Harvest,
        Self::Kimai,
        Self::Solidtime,
        Self::Generic,
    ];

    /// The stable name used in addresses and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Timetrakr => "timetrakr",
            Self::Toggl => "toggl",
            Self::Clockify => "clockify",
            Self::Harvest => "harvest",
            Self::Kimai => "kimai",
            Self::Solidtime => "solidtime",
            Self::Generic => "generic",
        }
    }

    /// The preset of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The order of figures in its dates where nothing else was set by who exported.
    pub(super) const fn date_order(self) -> Option<DateOrder> {
        match self {
            Self::Clockify => Some(DateOrder::MonthFirst),
            Self::Timetrakr
            | Self::Toggl
            | Self::Harvest
            | Self::Kimai
            | Self::Solidtime
            | Self::Generic => None,
        }
    }

    /// Columns that tell its exports from others: at least one name of each group.
    const fn signature(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Timetrakr => &[
                &["employee", "empleado"],
                &[
                    "work date",
                    "fecha de trabajo",
                    "entry id",
                    "id del registro",
                ],
                &["worked", "trabajado", "hours", "horas", "start", "inicio"],
            ],
            Self::Clockify => &[
                &["duration h", "duration decimal", "time h", "time decimal"],
                &["user", "email"],
                &["start date", "start time"],
            ],
            Self::Toggl => &[
                &["user", "member"],
                &["start date"],
                &["start time"],
                &["duration"],
            ],
            Self::Harvest => &[&["date"], &["hours"], &["first name"], &["last name"]],
            Self::Kimai => &[
                &["date"],
                &["from"],
                &["to"],
                &["duration"],
                &["customer", "project", "activity", "user"],
            ],
            Self::Solidtime => &[
                &["start"],
                &["end"],
                &["user name", "user email"],
                &["description", "project", "task", "client"],
            ],
            Self::Generic => &[],
        }
    }
}

/// Whose export has these headers; generic when nobody's is known to.
pub fn detect(headers: &[String]) -> Preset {
    let names: Vec<String> = headers
        .iter()
        .map(|name| header::normalised(name))
        .collect();
    let has = |group: &&[&str]| names.iter().any(|name| group.contains(&name.as_str()));
    // Clockify's columns are Toggl's and more, so it is asked first.
    let order = [
        Preset::Timetrakr,
        Preset::Clockify,
        Preset::Toggl,
        Preset::Harvest,
        Preset::Kimai,
        Preset::Solidtime,
    ];
    order
        .into_iter()
        .find(|preset| preset.signature().iter().all(has))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_is_known_by_its_headers_in_any_order_and_case() {
        for (headers, preset) in [
            (
                "Email,USER,duration,Start time,Start date,Client",
                Preset::Toggl,
            ),
            (
                "Description,Member,Duration,Start date,Start time,Stop date,Stop time",
                Preset::Toggl,
            ),
            (
                "Project,User,Email,Start Date,Start Time,End Date,End Time,Duration (h)",
                Preset::Clockify,
            ),
            (
                "Date,Client,Project,Task,Notes,Hours,First Name,Last Name",
                Preset::Harvest,
            ),
            ("Date,From,To,Duration,User,Activity", Preset::Kimai),
            (
                "description,start,end,task,user_name,user_email",
                Preset::Solidtime,
            ),
            ("Employee,Work date,Start,End,Worked", Preset::Timetrakr),
            ("Empleado,Fecha de trabajo,Horas", Preset::Timetrakr),
            ("Who,When,How long", Preset::Generic),
            ("", Preset::Generic),
        ] {
            let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
            assert_eq!(detect(&headers), preset, "{headers:?}");
        }
    }

    #[test]
    fn a_preset_has_a_stable_name() {
        for preset in Preset::ALL {
            assert_eq!(Preset::from_name(preset.name()), Some(preset));
        }
        assert_eq!(Preset::from_name("auto"), None);
    }
}
