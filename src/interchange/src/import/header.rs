//! What columns are called: the names that programs and people give a field, in English, Spanish
//! and German, whatever their case, accents and punctuation.

use super::mapping::Field;

/// Lower case, without accents.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' => 'a',
            'é' | 'è' | 'ê' => 'e',
            'í' | 'ì' | 'î' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            other => other,
        })
        .collect()
}

/// A header as names are compared: folded, single spaces for all that is no letter or digit.
pub(super) fn normalised(header: &str) -> String {
    let folded = folded(header);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The names of each field, the likeliest first. A column belongs to the first field that claims
/// it, so what is special stands before what is general.
pub(super) const NAMES: [(Field, &[&str]); 20] = [
    (
        Field::LastName,
        &[
            "last name",
            "surname",
            "lname",
            "family name",
            "apellidos",
            "apellido",
            "nachname",
        ],
    ),
    (
        Field::FirstName,
        &[
            "first name",
            "given name",
            "forename",
            "fname",
            "nombres",
            "vorname",
            "nombre",
            "name",
        ],
    ),
    (
        Field::Email,
        &[
            "email",
            "e mail",
            "email address",
            "user email",
            "employee email",
            "correo",
            "correo electronico",
        ],
    ),
    (
        Field::Employee,
        &[
            "employee",
            "employee name",
            "user",
            "user name",
            "username",
            "member",
            "team member",
            "worker",
            "staff",
            "staff name",
            "person",
            "full name",
            "resource",
            "who",
            "empleado",
            "empleada",
            "nombre del empleado",
            "trabajador",
            "usuario",
            "persona",
            "miembro",
            "mitarbeiter",
            "mitarbeiterin",
            "benutzer",
            "name",
            "nombre",
        ],
    ),
    (
        Field::Customer,
        &[
            "client",
            "customer",
            "client name",
            "customer name",
            "cliente",
            "kunde",
        ],
    ),
    (
        Field::JobCode,
        &[
            "job code",
            "project code",
            "job number",
            "job no",
            "project number",
            "project no",
            "codigo de obra",
            "codigo de proyecto",
            "codigo del proyecto",
            "projektnummer",
        ],
    ),
    (
        Field::Job,
        &[
            "job",
            "project",
            "job name",
            "project name",
            "jobsite",
            "jobcode",
            "jobcode 1",
            "job site",
            "site",
            "obra",
            "proyecto",
            "trabajo",
            "projekt",
            "auftrag",
            "baustelle",
        ],
    ),
    (
        Field::CostCode,
        &[
            "cost code",
            "task",
            "activity",
            "task name",
            "service",
            "service item",
            "work type",
            "phase",
            "codigo de costo",
            "tarea",
            "actividad",
            "partida",
            "tatigkeit",
            "aufgabe",
            "leistung",
        ],
    ),
    (
        Field::Note,
        &[
            "note",
            "notes",
            "description",
            "comment",
            "comments",
            "memo",
            "details",
            "nota",
            "notas",
            "descripcion",
            "comentario",
            "comentarios",
            "observaciones",
            "beschreibung",
            "bemerkung",
            "notiz",
            "kommentar",
        ],
    ),
    (
        Field::StartDate,
        &[
            "start date",
            "date start",
            "from date",
            "fecha de inicio",
            "fecha inicio",
            "startdatum",
        ],
    ),
    (
        Field::EndDate,
        &[
            "end date",
            "stop date",
            "date end",
            "to date",
            "fecha de fin",
            "fecha fin",
            "enddatum",
        ],
    ),
    (
        Field::StartTime,
        &[
            "start time",
            "local start time",
            "time start",
            "started at",
            "time in",
            "from",
            "in",
            "hora de inicio",
            "hora inicio",
            "hora de entrada",
            "entrada",
            "desde",
            "startzeit",
            "von",
            "beginn",
        ],
    ),
    (
        Field::EndTime,
        &[
            "end time",
            "local end time",
            "stop time",
            "time end",
            "ended at",
            "time out",
            "finish time",
            "to",
            "out",
            "hora de fin",
            "hora fin",
            "hora de salida",
            "salida",
            "hasta",
            "endzeit",
            "bis",
            "ende",
        ],
    ),
    (
        Field::Start,
        &[
            "start",
            "clock in",
            "clocked in",
            "start datetime",
            "start date time",
            "clock in time",
            "start at",
            "begin",
            "inicio",
        ],
    ),
    (
        Field::End,
        &[
            "end",
            "stop",
            "finish",
            "clock out",
            "clocked out",
            "end datetime",
            "end date time",
            "clock out time",
            "end at",
            "fin",
        ],
    ),
    (
        Field::Date,
        &[
            "date",
            "work date",
            "local date",
            "day",
            "entry date",
            "fecha",
            "fecha de trabajo",
            "dia",
            "datum",
            "tag",
        ],
    ),
    (
        Field::Duration,
        &[
            "worked",
            "duration",
            "duration h",
            "time h",
            "hours",
            "hours worked",
            "worked hours",
            "total hours",
            "duration decimal",
            "time decimal",
            "hours decimal",
            "time spent",
            "duration seconds",
            "duration minutes",
            "seconds",
            "minutes",
            "time",
            "trabajado",
            "duracion",
            "horas",
            "horas trabajadas",
            "total de horas",
            "tiempo",
            "minutos",
            "dauer",
            "stunden",
            "arbeitszeit",
            "minuten",
        ],
    ),
    (
        Field::Break,
        &[
            "unpaid break",
            "break",
            "breaks",
            "break time",
            "break duration",
            "break minutes",
            "break min",
            "break h",
            "break hours",
            "lunch",
            "descanso sin pago",
            "descanso",
            "pausa",
            "pause",
            "pausen",
        ],
    ),
    (
        Field::Zone,
        &["time zone", "timezone", "zona horaria", "zeitzone"],
    ),
    (Field::Kind, &["type", "entry type"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_compared_without_case_accents_and_punctuation() {
        for (header, name) in [
            ("Duration (h)", "duration h"),
            ("user_name", "user name"),
            ("Billable?", "billable"),
            ("  Código de Obra ", "codigo de obra"),
            ("TÄTIGKEIT", "tatigkeit"),
            ("—", ""),
        ] {
            assert_eq!(normalised(header), name);
        }
    }

    #[test]
    fn every_name_is_written_as_it_is_compared_and_every_field_has_names() {
        for (field, names) in NAMES {
            for name in names {
                assert_eq!(normalised(name), *name, "{field:?}");
            }
        }
        let mut fields: Vec<Field> = NAMES.iter().map(|(field, _)| *field).collect();
        fields.sort_unstable();
        assert_eq!(fields, Field::ALL);
    }
}
