//! Why a file cannot be read: a code and values for programs, a sentence for people.

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No row with anything in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes, or more text after unpacking, than a file may have.
    #[error("the file is larger than {max_mebibytes} MiB; split it by year or by employee")]
    TooLarge {
        /// The limit.
        max_mebibytes: usize,
    },
    /// More rows than a file may have.
    #[error("the file has more than {max} rows; split it by year or by employee")]
    TooManyRows {
        /// The limit.
        max: usize,
    },
    /// More columns than a file may have.
    #[error("line {line} has more than {max} columns")]
    TooManyColumns {
        /// The row's line.
        line: u32,
        /// The limit.
        max: usize,
    },
    /// A cell longer than a cell may be.
    #[error(
        "a cell of the row that begins on line {line} is longer than {max_kibibytes} KiB; a \
         quotation mark may be missing"
    )]
    FieldTooLong {
        /// The row's line.
        line: u32,
        /// The limit.
        max_kibibytes: usize,
    },
    /// Neither text nor a workbook.
    #[error("the file is neither text nor an Excel workbook; save it as CSV or XLSX")]
    NotATable,
    /// A workbook of before 2007, or one with a password.
    #[error("the workbook is of an old format or has a password; save it as XLSX without one")]
    LockedWorkbook,
    /// A workbook that is cut short, or made to do harm.
    #[error("the workbook is damaged; open it in a spreadsheet program and save it again")]
    DamagedWorkbook,
    /// The workbook has no sheet of the name asked for.
    #[error("the workbook has no sheet {name:?}")]
    NoSuchSheet {
        /// The name.
        name: String,
    },
}

impl ReadError {
    /// A stable code for programs, and for wording it in another language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge { .. } => "file_too_large",
            Self::TooManyRows { .. } => "file_too_many_rows",
            Self::TooManyColumns { .. } => "file_too_many_columns",
            Self::FieldTooLong { .. } => "file_cell_too_long",
            Self::NotATable => "file_not_a_table",
            Self::LockedWorkbook => "file_locked_workbook",
            Self::DamagedWorkbook => "file_damaged_workbook",
            Self::NoSuchSheet { .. } => "file_no_such_sheet",
        }
    }

    /// What the words of the code are filled with: names and values.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty | Self::NotATable | Self::LockedWorkbook | Self::DamagedWorkbook => {
                Vec::new()
            }
            Self::TooLarge { max_mebibytes } => vec![("max_mebibytes", max_mebibytes.to_string())],
            Self::TooManyRows { max } => vec![("max", max.to_string())],
            Self::TooManyColumns { line, max } => {
                vec![("line", line.to_string()), ("max", max.to_string())]
            }
            Self::FieldTooLong {
                line,
                max_kibibytes,
            } => vec![
                ("line", line.to_string()),
                ("max_kibibytes", max_kibibytes.to_string()),
            ],
            Self::NoSuchSheet { name } => vec![("name", name.clone())],
        }
    }
}
