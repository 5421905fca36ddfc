//! Every preset, on files with the traps that real ones have.

use super::{check, check_in, sheet};
use interchange::import::{Preset, mapping::guess};

#[track_caller]
fn check_preset(bytes: impl AsRef<[u8]>, preset: Preset, expect: &[&str]) {
    assert_eq!(guess(&sheet(&bytes)).preset, preset);
    check(bytes, expect);
}

#[test]
fn toggl_with_a_mark_quotes_emoji_and_line_breaks() {
    check_preset(
        "\u{feff}User,Email,Client,Project,Task,Description,Billable,Start date,Start time,\
         End date,End time,Duration,Tags,Amount (EUR)\r\n\
         Ana Ruiz,ana@example.com,Acme,Kitchen,Framing,\"say \"\"hi\"\", C:\\new\",No,\
         2024-03-15,09:00:00,2024-03-15,17:30:00,08:30:00,,\r\n\
         Ana Ruiz,ANA@example.com,,,,\"🔨 first\r\nsecond\",No,\
         2024-03-15,22:00:00,2024-03-16,06:00:00,08:00:00,,0.00\r\n\
         Ana Ruiz,ana@example.com,Acme,Kitchen,,zero,No,\
         2024-03-16,09:00:00,2024-03-16,09:00:00,00:00:00,,\r\n",
        Preset::Toggl,
        &[
            "2 Ana Ruiz <ana@example.com> | Acme / [] Kitchen / Framing | \
             2024-03-15T13:00:00Z 2024-03-15T21:30:00Z | say \"hi\", C:\\new",
            "3 Ana Ruiz <ana@example.com> |  / []  /  | \
             2024-03-16T02:00:00Z 2024-03-16T10:00:00Z | 🔨 first\nsecond",
            "5 Ana Ruiz <ana@example.com> | Acme / [] Kitchen /  | \
             2024-03-16T13:00:00Z 2024-03-16T13:00:00Z | zero",
        ],
    );
}

#[test]
fn toggl_without_amount_client_or_email_and_with_half_days() {
    check_preset(
        "Member,Project,Description,Start date,Start time,Stop date,Stop time,Duration,Tags\n\
         Bo,Roof,,03/16/2024,09:00:00 AM,03/16/2024,12:30:00 PM,3:30:00,a\n\
         Bo,Roof,,03/01/2024,12:00 AM,03/01/2024,1:00 AM,1:00:00,\n",
        Preset::Toggl,
        &[
            "2 Bo <> |  / [] Roof /  | 2024-03-16T13:00:00Z 2024-03-16T16:30:00Z | ",
            "3 Bo <> |  / [] Roof /  | 2024-03-01T05:00:00Z 2024-03-01T06:00:00Z | ",
        ],
    );
}

const CLOCKIFY: &str = "Project,Client,Description,Task,User,Group,Email,Tags,Type,Billable,\
    Invoiced,Invoice ID,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal),\
    Billable Rate (USD),Billable Amount (USD),Date of creation\n";

#[test]
fn clockify_with_an_impossible_date_among_good_rows() {
    let row = |date: &str, kind: &str| {
        format!(
            "Kitchen,Acme,tiles,Tiling,Ana Ruiz,,ana@example.com,,{kind},Yes,No,,{date},\
             08:00:00 AM,{date},04:30:00 PM,08:30:00,8.50,10.00,85.00,03/15/2024\n"
        )
    };
    let file = [
        CLOCKIFY.to_owned(),
        row("03/14/2024", "Regular"),
        row("13/15/2024", "Regular"),
        row("03/05/2024", "Regular"),
        row("03/05/2024", "Break"),
    ];
    check_preset(
        file.concat(),
        Preset::Clockify,
        &[
            "2 Ana Ruiz <ana@example.com> | Acme / [] Kitchen / Tiling | \
             2024-03-14T12:00:00Z 2024-03-14T20:30:00Z | tiles",
            "3: 13/15/2024 is not a date; the file's dates are month first",
            "4 Ana Ruiz <ana@example.com> | Acme / [] Kitchen / Tiling | \
             2024-03-05T13:00:00Z 2024-03-05T21:30:00Z | tiles",
            "5: it is marked Break, which is not work",
        ],
    );
}

#[test]
fn older_clockify_with_activity_client_last_and_rows_cut_short() {
    check_preset(
        "Project,Description,Activity,User,Email,Start Date,Start Time,End Date,End Time,\
         Duration (h),Duration (decimal),Client\n\
         Kitchen,,Tiling,Ana,ana@example.com,25/03/2024,08:00,25/03/2024,16:30,08:30,8.50,Acme\n\
         Kitchen,,Tiling,Ana,ana@example.com,26/03/2024,08:00,26/03/2024,16:30,08:30,8.50\n\
         Kitchen,,Tiling,Ana,ana@example.com,27/03/2024,23:00,28/03/2024,01:30,02:30\n",
        Preset::Clockify,
        &[
            "2 Ana <ana@example.com> | Acme / [] Kitchen / Tiling | \
             2024-03-25T12:00:00Z 2024-03-25T20:30:00Z | ",
            "3 Ana <ana@example.com> |  / [] Kitchen / Tiling | \
             2024-03-26T12:00:00Z 2024-03-26T20:30:00Z | ",
            "4 Ana <ana@example.com> |  / [] Kitchen / Tiling | \
             2024-03-28T03:00:00Z 2024-03-28T05:30:00Z | ",
        ],
    );
}

#[test]
fn harvest_has_hours_of_a_day_and_two_names() {
    check_preset(
        "Date,Client,Project,Project Code,Task,Notes,Hours,Billable?,Invoiced?,Approved?,\
         First Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,\
         Cost Amount,Currency,External Reference URL\n\
         2024-03-15,Acme,Kitchen,K-1,Framing,\"two\nlines\",7.75,Yes,No,No,\
         Ana,Ruiz,,Yes,0,0,0,0,US Dollar - USD,\n\
         2024-03-16,Acme,Kitchen,K-1,Framing,,0.0,Yes,No,No,Ana,Ruiz,,Yes,0,0,0,0,USD,\n\
         2024-03-16,Acme,Kitchen,K-1,Framing,,24.5,Yes,No,No,Ana,Ruiz,,Yes,0,0,0,0,USD,\n\
         ,,,,,,32.25,,,,,,,,,,,,,\n",
        Preset::Harvest,
        &[
            "2 Ana Ruiz <> | Acme / [K-1] Kitchen / Framing | 2024-03-15 27900 | two\nlines",
            "4 Ana Ruiz <> | Acme / [K-1] Kitchen / Framing | 2024-03-16 0 | ",
            "5: it has more than 24 hours on one date",
            "6: it has no date and nobody's name; it looks like a total",
        ],
    );
}

#[test]
fn harvest_with_decimal_commas() {
    check_preset(
        "Date;Client;Project;Hours;First Name;Last Name\n\
         15.03.2024;Acme;Küche;20,0;Ana;Ruiz\n\
         03.04.2024;Acme;Küche;2.000,0;Ana;Ruiz\n\
         04.04.2024;Acme;Küche;0,125;Ana;Ruiz\n",
        Preset::Harvest,
        &[
            "2 Ana Ruiz <> | Acme / [] Küche /  | 2024-03-15 72000 | ",
            "3: it has more than 24 hours on one date",
            "4 Ana Ruiz <> | Acme / [] Küche /  | 2024-04-04 450 | ",
        ],
    );
}

#[test]
fn kimai_counts_seconds_or_writes_hours_and_minutes() {
    let header = "Date,From,To,Duration,Rate,User,Customer,Project,Activity,Description,Exported,\
                  Tags,Hourly rate,Fixed rate\n";
    check_preset(
        format!(
            "{header}2024-03-15,09:00,17:30,30600,0,ana,Acme,Kitchen,Framing,,0,,0,\n\
             2024-03-15,22:00,06:00,28800,0,ana,Acme,Kitchen,Framing,,0,,0,\n\
             2024-03-17,,,3600,0,ana,Acme,Kitchen,Framing,,0,,0,\n"
        ),
        Preset::Kimai,
        &[
            "2 ana <> | Acme / [] Kitchen / Framing | 2024-03-15T13:00:00Z 2024-03-15T21:30:00Z | ",
            "3 ana <> | Acme / [] Kitchen / Framing | 2024-03-16T02:00:00Z 2024-03-16T10:00:00Z | ",
            "4 ana <> | Acme / [] Kitchen / Framing | 2024-03-17 3600 | ",
        ],
    );
    check_preset(
        format!(
            "{header}2024-03-15,09:00,,8:30,0,ana,Acme,Kitchen,Framing,,0,,0,\n\
             2024-03-16,09:00,,,0,ana,Acme,Kitchen,Framing,,0,,0,\n"
        ),
        Preset::Kimai,
        &[
            "2 ana <> | Acme / [] Kitchen / Framing | 2024-03-15T13:00:00Z 2024-03-15T21:30:00Z | ",
            "3: it has no end and no duration; it was running",
        ],
    );
}

#[test]
fn kimai_may_count_decimal_hours() {
    check_preset(
        "Date,From,To,Duration,User\n2024-03-15,,,7.50,ana\n2024-03-16,,,8,ana\n",
        Preset::Kimai,
        &[
            "2 ana <> |  / []  /  | 2024-03-15 27000 | ",
            "3 ana <> |  / []  /  | 2024-03-16 28800 | ",
        ],
    );
}

#[test]
fn solidtime_has_instants() {
    check_preset(
        "description,billable,client,project,tags,start,end,task,user_name,user_email\n\
         tiles,false,Acme,Kitchen,[],2024-03-15T13:00:00Z,2024-03-15T21:00:00Z,Tiling,Ana,a@b.c\n\
         ,false,,,[],2024-03-15T13:00:00Z,,,Ana,a@b.c\n\
         ,false,,,[],2024-03-15T13:00:00Z,2024-03-15T12:00:00Z,,Ana,a@b.c\n",
        Preset::Solidtime,
        &[
            "2 Ana <a@b.c> | Acme / [] Kitchen / Tiling | \
             2024-03-15T13:00:00Z 2024-03-15T21:00:00Z | tiles",
            "3: it has no end and no duration; it was running",
            "4: it ends before it starts",
        ],
    );
}

#[test]
fn a_firms_own_table_in_spanish_with_a_title_above_and_a_total_below() {
    check_in(
        "Europe/Madrid",
        "Horas de marzo\t\t\n\
         \t\t\t\t\n\
         Trabajador\tFecha\tEntrada\tSalida\tDescanso\tObra\tPartida\tObservaciones\n\
         Núria Peña\t5/3/2024\t8:00\t17:00\t60\tCasa Ruiz\tTejado\tcon grúa\n\
         \n\
         Núria Peña\t15 de marzo de 2024\t8:00\t12:30\t\tCasa Ruiz\tTejado\t\n\
         Total\t\t\t\t60\t\t\t\n",
        &[
            "4 Núria Peña <> |  / [] Casa Ruiz / Tejado | \
             2024-03-05T07:00:00Z 2024-03-05T16:00:00Z less 3600 | con grúa",
            "6 Núria Peña <> |  / [] Casa Ruiz / Tejado | \
             2024-03-15T07:00:00Z 2024-03-15T11:30:00Z | ",
            "7: it has no date and nobody's name; it looks like a total",
        ],
    );
}
