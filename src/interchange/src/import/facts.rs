//! What only a whole file tells: whether its dates are month first or day first, what its decimal
//! mark is, in which unit it counts. One row is often in doubt where a thousand are not.

use domain::time::Zone;

use super::duration::{DecimalMark, mark_of, number};
use super::mapping::{Field, Mapping, Unit};
use super::moment::{WrittenDate, written};
use super::preset::Preset;
use super::table::{Sheet, Source};

pub use super::moment::DateOrder;

/// Breaks longer than this many are minutes.
const BREAK_HOURS_MAX: i64 = 8 * 1_000_000_000;

/// How a file's figures are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Which figure of a date is the month.
    pub dates: DateReading,
    /// Whether `1.500` is fifteen hundred.
    pub decimal_comma: bool,
    /// The unit of durations that are bare numbers.
    pub duration_unit: Unit,
    /// The unit of breaks that are bare numbers.
    pub break_unit: Unit,
}

impl Facts {
    pub(super) const fn mark(&self) -> DecimalMark {
        if self.decimal_comma {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        }
    }
}

/// How it is known in which order a file writes its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReading {
    /// No date leaves it open.
    Plain,
    /// Someone said so.
    Chosen(DateOrder),
    /// At least one row can be read in one way only.
    Settled(DateOrder),
    /// Every row can be read both ways, or as many one way as the other. Ask.
    Undecidable(DateClue),
}

impl DateReading {
    /// The order that dates are read in, a clue's where nothing better is known.
    pub const fn order(self) -> DateOrder {
        match self {
            Self::Plain => DateOrder::MonthFirst,
            Self::Chosen(order) | Self::Settled(order) => order,
            Self::Undecidable(clue) => clue.order,
        }
    }
}

/// What speaks for an order that no row settles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateClue {
    /// The likelier order.
    pub order: DateOrder,
    /// Why.
    pub from: ClueSource,
}

/// Where a clue comes from, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClueSource {
    /// Dates with dots are day first.
    Dots,
    /// The program that exported writes them so unless told otherwise.
    Preset,
    /// Times with AM and PM go with month first.
    TwelveHour,
    /// The country of the zone.
    Zone,
}

impl ClueSource {
    /// A stable code for programs, and for wording it in another language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dots => "dots",
            Self::Preset => "preset",
            Self::TwelveHour => "twelve_hour",
            Self::Zone => "zone",
        }
    }
}

/// Reads all rows for what they say together.
pub fn facts(sheet: &Sheet, mapping: &Mapping, zone: &Zone) -> Facts {
    let mut tally = Tally::default();
    let dated = Field::DATED.map(|field| mapping.column(field));
    let (duration, pause) = (
        mapping.column(Field::Duration),
        mapping.column(Field::Break),
    );
    for row in sheet.rows() {
        for (column, cell) in row.cells().enumerate() {
            if dated.contains(&Some(column)) {
                tally.date(cell);
            }
            if duration == Some(column) {
                tally.duration(cell);
            }
            if pause == Some(column) {
                tally.pause(cell);
            }
        }
    }
    Facts {
        dates: tally.dates(mapping, zone),
        decimal_comma: mapping
            .decimal_comma
            .unwrap_or_else(|| tally.decimal_comma(sheet)),
        duration_unit: mapping
            .duration_unit
            .unwrap_or_else(|| tally.duration_unit(mapping.preset)),
        break_unit: mapping
            .break_unit
            .unwrap_or_else(|| tally.break_unit(mapping.preset)),
    }
}

#[derive(Default)]
struct Tally {
    month_first: usize,
    day_first: usize,
    either: usize,
    dots: usize,
    twelve_hour: bool,
    points: usize,
    commas: usize,
    decimal_durations: bool,
    long_breaks: bool,
}

impl Tally {
    fn date(&mut self, cell: &str) {
        let Ok(written) = written(cell) else {
            return;
        };
        self.twelve_hour |= written.time.is_some_and(|time| time.twelve_hour);
        let Some(date @ WrittenDate::Figures { dots, .. }) = written.date else {
            return;
        };
        let as_month = date.read(DateOrder::MonthFirst).is_some();
        let as_day = date.read(DateOrder::DayFirst).is_some();
        match (as_month, as_day) {
            (true, true) => self.either += 1,
            (true, false) => self.month_first += 1,
            (false, true) => self.day_first += 1,
            (false, false) => return,
        }
        self.dots += usize::from(dots);
    }

    fn duration(&mut self, cell: &str) {
        self.mark(cell);
        self.decimal_durations |= cell.contains(['.', ',']) && !cell.contains(':');
    }

    fn pause(&mut self, cell: &str) {
        self.mark(cell);
        let bare = number(cell, DecimalMark::Point);
        self.long_breaks |= bare.is_some_and(|value| value > BREAK_HOURS_MAX);
    }

    fn mark(&mut self, cell: &str) {
        match mark_of(cell) {
            Some(DecimalMark::Point) => self.points += 1,
            Some(DecimalMark::Comma) => self.commas += 1,
            None => {}
        }
    }

    fn dates(&self, mapping: &Mapping, zone: &Zone) -> DateReading {
        if let Some(order) = mapping.date_order {
            return DateReading::Chosen(order);
        }
        if self.month_first + self.day_first + self.either == 0 {
            return DateReading::Plain;
        }
        match self.month_first.cmp(&self.day_first) {
            std::cmp::Ordering::Greater => DateReading::Settled(DateOrder::MonthFirst),
            std::cmp::Ordering::Less => DateReading::Settled(DateOrder::DayFirst),
            std::cmp::Ordering::Equal => DateReading::Undecidable(self.clue(mapping.preset, zone)),
        }
    }

    fn clue(&self, preset: Preset, zone: &Zone) -> DateClue {
        let (order, from) = if self.dots > 0 {
            (DateOrder::DayFirst, ClueSource::Dots)
        } else if let Some(order) = preset.date_order() {
            (order, ClueSource::Preset)
        } else if self.twelve_hour {
            (DateOrder::MonthFirst, ClueSource::TwelveHour)
        } else if is_in_the_united_states(zone.name()) {
            (DateOrder::MonthFirst, ClueSource::Zone)
        } else {
            (DateOrder::DayFirst, ClueSource::Zone)
        };
        DateClue { order, from }
    }

    /// Where no number says it, a file cut by semicolons comes from where the comma is taken.
    fn decimal_comma(&self, sheet: &Sheet) -> bool {
        let semicolons = matches!(sheet.source(), Source::Text { delimiter: ';', .. });
        match self.commas.cmp(&self.points) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => semicolons,
        }
    }

    /// Kimai counts seconds when it writes whole numbers.
    fn duration_unit(&self, preset: Preset) -> Unit {
        if preset == Preset::Kimai && !self.decimal_durations {
            Unit::Seconds
        } else {
            Unit::Hours
        }
    }

    fn break_unit(&self, preset: Preset) -> Unit {
        match self.duration_unit(preset) {
            Unit::Seconds => Unit::Seconds,
            Unit::Minutes | Unit::Hours if self.long_breaks => Unit::Minutes,
            Unit::Minutes | Unit::Hours => Unit::Hours,
        }
    }
}

/// The country that writes the month first, by its zones.
fn is_in_the_united_states(zone: &str) -> bool {
    const REGIONS: [&str; 4] = [
        "US/",
        "America/Indiana/",
        "America/Kentucky/",
        "America/North_Dakota/",
    ];
    const CITIES: [&str; 22] = [
        "America/New_York",
        "America/Detroit",
        "America/Indianapolis",
        "America/Fort_Wayne",
        "America/Louisville",
        "America/Chicago",
        "America/Menominee",
        "America/Denver",
        "America/Boise",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "America/Juneau",
        "America/Sitka",
        "America/Metlakatla",
        "America/Yakutat",
        "America/Nome",
        "America/Adak",
        "America/Puerto_Rico",
        "Pacific/Honolulu",
        "Pacific/Guam",
        "Pacific/Pago_Pago",
    ];
    CITIES.contains(&zone) || REGIONS.iter().any(|region| zone.starts_with(region))
}
