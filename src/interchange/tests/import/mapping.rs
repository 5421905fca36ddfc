//! Guessed mappings, own mappings, and what makes them fit a file again.

use std::collections::BTreeMap;

use super::{check, outcome, sheet, zone};
use interchange::import::mapping::{fingerprint, guess, guess_as};
use interchange::import::{Field, Mapping, MappingFault, Preset, Unit};

#[test]
fn columns_without_a_known_name_are_guessed_by_what_they_hold() {
    check(
        "Who,When from,When till,What\n\
         Ana,2024-03-15 09:00,2024-03-15 17:00,tiles\n\
         Bo,2024-03-15 10:00,2024-03-15 17:00,\n",
        &[
            "2 Ana <> |  / []  /  | 2024-03-15T13:00:00Z 2024-03-15T21:00:00Z | ",
            "3 Bo <> |  / []  /  | 2024-03-15T14:00:00Z 2024-03-15T21:00:00Z | ",
        ],
    );
    check(
        "Who,Mail,On,Arrived,Left,Worth\nAna,ana@example.com,2024-03-15,9:00,17:00,90\n",
        &["2 Ana <ana@example.com> |  / []  /  | 2024-03-15T13:00:00Z 2024-03-15T21:00:00Z | "],
    );
    check(
        "Who,On,H\nAna,2024-03-15 00:00:00,7.5\nAna,2024-03-16 00:00:00,8\n",
        &[
            "2 Ana <> |  / []  /  | 2024-03-15 27000 | ",
            "3 Ana <> |  / []  /  | 2024-03-16 28800 | ",
        ],
    );
    check(
        "Who,On,H\nAna,15.3.24,7.5\n",
        &["2 Ana <> |  / []  /  | 2024-03-15 27000 | "],
    );
}

#[test]
fn names_of_columns_are_read_that_no_preset_has() {
    check(
        "username,fname,lname,local_date,local_start_time,local_end_time,hours,jobcode_1,notes\n\
         ana,Ana,Ruiz,2024-03-15,2024-03-15 09:00,2024-03-15 17:00,8,Kitchen,tiles\n",
        &["2 Ana Ruiz <> |  / [] Kitchen /  | 2024-03-15T13:00:00Z 2024-03-15T21:00:00Z | tiles"],
    );
}

#[test]
fn one_number_tells_the_decimal_mark_of_all() {
    for (clear, seconds) in [("90,5", 72_000), ("90.5", 72)] {
        check(
            format!("Worker\tDate\tMinutes\nAna\t2024-03-15\t1.200\n\nAna\t2024-03-16\t{clear}\n"),
            &[
                &format!("2 Ana <> |  / []  /  | 2024-03-15 {seconds} | "),
                "4 Ana <> |  / []  /  | 2024-03-16 5430 | ",
            ],
        );
    }
}

#[test]
fn a_mapping_of_ones_own_reads_what_no_guess_would() {
    let sheet = sheet("a|b|c|d\nx|15/03/2024|90|K-1\ny|16/03/2024||K-2\n");
    let mapping = Mapping {
        columns: BTreeMap::from([(Field::Date, 1), (Field::Duration, 2), (Field::Job, 3)]),
        fixed_employee: Some(" Ana  Ruiz ".into()),
        duration_unit: Some(Unit::Minutes),
        zone: Some("Europe/Madrid".into()),
        ..Mapping::empty(Preset::Generic)
    };
    assert_eq!(mapping.check(), Ok(()));
    let madrid = mapping.zone_or(&zone("UTC")).unwrap();
    assert_eq!(madrid.name(), "Europe/Madrid");
    assert_eq!(
        outcome(&sheet, &mapping, &madrid),
        [
            "2 Ana Ruiz <> |  / [] K-1 /  | 2024-03-15 5400 | ",
            "3: it has neither times nor a duration",
        ]
    );
}

#[test]
fn a_column_beyond_the_rows_is_empty() {
    let sheet = sheet("Employee,Date,Hours\nAna,2024-03-15,8\n");
    let mut mapping = guess(&sheet);
    mapping.columns.insert(Field::Note, 4_000_000_000);
    assert_eq!(
        outcome(&sheet, &mapping, &zone("UTC")),
        ["2 Ana <> |  / []  /  | 2024-03-15 28800 | "]
    );
}

#[test]
fn a_mapping_says_what_it_lacks() {
    let with = |fields: &[Field]| Mapping {
        columns: fields.iter().map(|field| (*field, 0)).collect(),
        ..Mapping::empty(Preset::Generic)
    };
    for (mapping, fault) in [
        (with(&[]), Err(MappingFault::NoEmployee)),
        (with(&[Field::Email]), Err(MappingFault::NoDate)),
        (
            with(&[Field::Email, Field::Date]),
            Err(MappingFault::NoLength),
        ),
        (
            with(&[Field::Email, Field::Start]),
            Err(MappingFault::NoLength),
        ),
        (with(&[Field::Email, Field::Start, Field::End]), Ok(())),
        (
            with(&[Field::LastName, Field::Date, Field::Duration]),
            Ok(()),
        ),
        (
            Mapping {
                version: 2,
                ..with(&[])
            },
            Err(MappingFault::Version),
        ),
    ] {
        assert_eq!(mapping.check(), fault, "{mapping:?}");
    }
}

#[test]
fn a_mapping_is_kept_as_json_and_fits_files_with_the_same_headers() {
    let toggl = "User,Start date,Start time,End date,End time,Duration\nAna,2024-03-15,9:00,,,8\n";
    let mapping = guess(&sheet(toggl));
    let json = serde_json::to_string(&mapping).unwrap();
    assert!(
        json.starts_with(
            r#"{"version":1,"preset":"toggl","columns":{"employee":0,"start_date":1,"#
        ),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
    for field in Field::ALL {
        assert_eq!(serde_json::to_value(field).unwrap(), field.name());
    }
    let print = |headers: &[&str]| {
        fingerprint(
            &headers
                .iter()
                .map(|&one| one.to_owned())
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        print(&["User", "Start Date"]),
        print(&["user ", "start date"])
    );
    assert_ne!(
        print(&["User", "Start date"]),
        print(&["Start date", "User"])
    );
    assert_ne!(print(&["ab", "c"]), print(&["a", "bc"]));
}

#[test]
fn a_preset_can_be_told_instead_of_guessed() {
    let sheet = sheet("User,Date,From,To,Duration\nAna,2024-03-15,,,3600\n");
    let told = guess_as(&sheet, Preset::Generic);
    assert_eq!(guess(&sheet).preset, Preset::Kimai);
    assert_eq!(told.preset, Preset::Generic);
    assert_eq!(
        outcome(&sheet, &told, &zone("UTC")),
        ["2: it has more than 24 hours on one date"]
    );
}

#[test]
fn nobodys_hours_are_rejected_and_long_names_too_but_not_long_notes() {
    let long = "x".repeat(2_000);
    check(
        format!(
            "Employee,Email,Date,Hours,Job,Note\n\
             ,,2024-03-15,8,,\n\
             ,bo@example.com,2024-03-15,8,,\n\
             Ana,not an address,2024-03-15,8,,\n\
             Ana,,2024-03-15,8,{long},\n\
             Ana,,2024-03-15,8,,{long}\n"
        ),
        &[
            "2: it does not say who worked",
            "3 bo@example.com <bo@example.com> |  / []  /  | 2024-03-15 28800 | ",
            "4 Ana <> |  / []  /  | 2024-03-15 28800 | ",
            "5: the job has more than 120 characters",
            &format!(
                "6 Ana <> |  / []  /  | 2024-03-15 28800 | {}",
                "x".repeat(1_000)
            ),
        ],
    );
}
