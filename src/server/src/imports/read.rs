//! Reading an uploaded file: as which table, by which mapping, in which zone.

use domain::time::{UnknownZone, Zone};
use interchange::import::mapping::{guess, guess_as};
use interchange::import::table::{self, Limits, ReadError, Sheet};
use interchange::import::{DateOrder, Mapping, MappingFault, Preset};

/// Who says which column is what.
#[derive(Debug, Clone)]
pub enum Reading {
    /// The file itself, as far as it does.
    Guess {
        /// Whose export it is; `None`: by its headers.
        preset: Option<Preset>,
        /// Which figure of a date is the month; `None`: by its rows.
        dates: Option<DateOrder>,
    },
    /// A person.
    Mapped(Mapping),
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// It is no table.
    #[error(transparent)]
    File(#[from] ReadError),
    /// Its columns do not say enough.
    #[error(transparent)]
    Mapping(#[from] MappingFault),
    /// The zone is unknown.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
}

impl ReadFault {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Mapping(fault) => fault.code(),
            Self::Zone(_) => "zone_unknown",
        }
    }
}

/// A file that can be read row by row.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its rows.
    pub sheet: Sheet,
    /// Which column is what.
    pub mapping: Mapping,
}

impl Table {
    /// The table of a file.
    ///
    /// # Errors
    /// When it is none, or what is known of its columns is not enough.
    pub fn read(bytes: &[u8], reading: Reading) -> Result<Self, ReadFault> {
        let table = Self::guess(bytes, reading)?;
        table.mapping.check()?;
        Ok(table)
    }

    /// The same, whatever its columns say: for whoever is to choose them.
    ///
    /// # Errors
    /// When it is no table.
    pub fn guess(bytes: &[u8], reading: Reading) -> Result<Self, ReadFault> {
        let sheet = table::read(bytes, &Limits::default())?;
        let mapping = match reading {
            Reading::Guess { preset, dates } => {
                let mut mapping =
                    preset.map_or_else(|| guess(&sheet), |preset| guess_as(&sheet, preset));
                mapping.date_order = dates;
                mapping
            }
            Reading::Mapped(mapping) => mapping,
        };
        Ok(Self { sheet, mapping })
    }

    /// The zone of local times in the file, or `other` where the mapping names none.
    ///
    /// # Errors
    /// When there is no such zone.
    pub fn zone_or(&self, other: &Zone) -> Result<Zone, ReadFault> {
        Ok(self.mapping.zone_or(other)?)
    }

    /// What files with these columns have in common.
    pub fn headers_hash(&self) -> [u8; 16] {
        headers_hash(self.sheet.headers())
    }
}

/// What files with these columns have in common.
pub fn headers_hash(headers: &[String]) -> [u8; 16] {
    let text = interchange::import::mapping::fingerprint(headers);
    u128::from_str_radix(&text, 16)
        .unwrap_or_default()
        .to_be_bytes()
}
