//! The laws that pay is calculated by, one file each, and what they share: marks on worked time.
//!
//! A rule looks at pieces of worked time in order and marks each second of them: straight time,
//! or so much more. What a marked hour is worth is the same arithmetic for every law and not here.

pub mod alaska;
pub mod california;
pub mod colorado;
pub mod flsa;
pub mod nevada;
pub mod policy;

use super::exact::Exact;
use super::timeline::Piece;
pub use policy::Policy;

/// The law of an employee. Under every one but [`Law::None`] the FLSA holds too: where it gives
/// more in a workweek, that is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Law {
    /// The Fair Labor Standards Act alone.
    Flsa,
    /// California.
    California,
    /// Alaska, for employers of four or more.
    Alaska,
    /// Nevada.
    Nevada,
    /// Colorado.
    Colorado,
    /// What a firm pays of its own accord.
    Policy(Policy),
    /// No overtime: exempt employees, contractors.
    None,
    /// A state with a daily or seventh-day rule that is not calculated.
    NotComputed,
}

/// Which law, without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LawName {
    /// The Fair Labor Standards Act.
    Flsa,
    /// California.
    California,
    /// Alaska.
    Alaska,
    /// Nevada.
    Nevada,
    /// Colorado.
    Colorado,
    /// The firm's own policy.
    Policy,
    /// None.
    None,
}

impl LawName {
    /// The stable name used in formats.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flsa => "us-flsa",
            Self::California => "us-ca",
            Self::Alaska => "us-ak",
            Self::Nevada => "us-nv",
            Self::Colorado => "us-co",
            Self::Policy => "policy",
            Self::None => "none",
        }
    }
}

/// States with daily or seventh-day rules of their own, which are not calculated: Kentucky's
/// seventh day (KRS 337.050), Oregon's daily hours of some trades (ORS 652.020, 653.265), Rhode
/// Island's Sundays and holidays (25-3-3), Puerto Rico's daily hours (Act 379), and the Virgin
/// Islands' (24 V.I.C. 20).
const NOT_COMPUTED: [&str; 5] = ["us-ky", "us-or", "us-ri", "us-pr", "us-vi"];

/// Every other place of the United States: nothing there but hours over 40, or more, in a week.
const FLSA_ALONE: [&str; 44] = [
    "us-al", "us-ar", "us-az", "us-ct", "us-dc", "us-de", "us-fl", "us-ga", "us-hi", "us-ia",
    "us-id", "us-il", "us-in", "us-ks", "us-la", "us-ma", "us-md", "us-me", "us-mi", "us-mn",
    "us-mo", "us-ms", "us-mt", "us-nc", "us-nd", "us-ne", "us-nh", "us-nj", "us-nm", "us-ny",
    "us-oh", "us-ok", "us-pa", "us-sc", "us-sd", "us-tn", "us-tx", "us-ut", "us-va", "us-vt",
    "us-wa", "us-wi", "us-wv", "us-wy",
];

impl Law {
    /// The law of a stable name: `us-flsa`, a state such as `us-ca`, or `none`. A firm's own
    /// policy has no name here.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "us-flsa" => Some(Self::Flsa),
            "us-ca" => Some(Self::California),
            "us-ak" => Some(Self::Alaska),
            "us-nv" => Some(Self::Nevada),
            "us-co" => Some(Self::Colorado),
            "none" => Some(Self::None),
            _ if NOT_COMPUTED.contains(&name) => Some(Self::NotComputed),
            _ if FLSA_ALONE.contains(&name) => Some(Self::Flsa),
            _ => None,
        }
    }

    /// Which law it is. A rule that is not calculated is paid as the FLSA, with an exception.
    pub const fn name(&self) -> LawName {
        match self {
            Self::Flsa | Self::NotComputed => LawName::Flsa,
            Self::California => LawName::California,
            Self::Alaska => LawName::Alaska,
            Self::Nevada => LawName::Nevada,
            Self::Colorado => LawName::Colorado,
            Self::Policy(_) => LawName::Policy,
            Self::None => LawName::None,
        }
    }

    /// Where a salary and a flat bonus stand under it.
    pub const fn terms(&self) -> Terms {
        match self {
            Self::Flsa | Self::NotComputed | Self::None => flsa::TERMS,
            Self::California => california::TERMS,
            Self::Alaska => alaska::TERMS,
            Self::Nevada => nevada::TERMS,
            Self::Colorado => colorado::TERMS,
            Self::Policy(_) => policy::TERMS,
        }
    }
}

/// What differs between the laws beside which hours are overtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Whether a salary covers the non-overtime hours of a 40-hour week, whatever was agreed.
    pub salary_covers_forty: bool,
    /// Whether a flat bonus is spread over non-overtime hours and earns the whole multiple.
    pub flat_bonus_over_regular_hours: bool,
    /// Whether recorded times may be rounded.
    pub time_rounding: bool,
    /// What a missed meal or rest period is worth.
    pub missed_periods: MissedPeriods,
    /// Its place in the table of minimum wages.
    pub minimum_wage_place: &'static str,
    /// Where its premium stands.
    pub source: &'static str,
}

/// What a missed meal or rest period is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissedPeriods {
    /// Nothing that the rule knows of.
    None,
    /// An hour at the regular rate for each workday and kind.
    HourAtRegularRate,
    /// Ten minutes at the day's rate for each missed rest period.
    TenMinutes,
}

/// What seconds of a piece are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    /// Straight time.
    Straight,
    /// So much of the regular rate on top.
    Overtime(Exact),
    /// So much of the hours' own rate on top, for the day that it is.
    Day {
        /// How much.
        extra: Exact,
        /// Whether it stands for overtime and is credited against it (29 U.S.C. 207(e)(6)).
        credited: bool,
    },
}

/// Some seconds of a piece and what they are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The place of the piece.
    pub piece: usize,
    /// How many seconds.
    pub seconds: i64,
    /// What they are paid.
    pub pays: Pays,
}

/// The seconds of an hour count.
pub const fn hours(count: i64) -> i64 {
    count.saturating_mul(3600)
}

/// How many of some seconds are still within a limit, when so many were counted before them.
pub fn within(limit: i64, counted: i64, seconds: i64) -> i64 {
    limit.saturating_sub(counted).clamp(0, seconds.max(0))
}

/// Straight time all along.
pub fn straight(pieces: &[Piece]) -> Vec<Mark> {
    let marks = pieces.iter().enumerate().map(|(place, piece)| Mark {
        piece: place,
        seconds: piece.seconds(),
        pays: Pays::Straight,
    });
    marks.collect()
}

/// Adds marks for seconds of a piece, the first of them paid one way and the rest another.
pub fn push_split(marks: &mut Vec<Mark>, piece: usize, first: (i64, Pays), rest: (i64, Pays)) {
    for (seconds, pays) in [first, rest] {
        if seconds > 0 {
            marks.push(Mark {
                piece,
                seconds,
                pays,
            });
        }
    }
}

/// Marks straight seconds over a limit in each workday.
pub fn over_in_day(pieces: &[Piece], marks: &[Mark], limit: i64, premium: Exact) -> Vec<Mark> {
    over_limit(marks, limit, premium, |piece| {
        pieces.get(piece).map(|piece| piece.day)
    })
}

/// Marks straight seconds over a limit in each workweek. Seconds that are overtime already do not
/// count toward it.
pub fn over_in_week(pieces: &[Piece], marks: &[Mark], limit: i64, premium: Exact) -> Vec<Mark> {
    over_limit(marks, limit, premium, |piece| {
        pieces.get(piece).map(|piece| piece.week)
    })
}

fn over_limit<K: PartialEq>(
    marks: &[Mark],
    limit: i64,
    premium: Exact,
    group: impl Fn(usize) -> Option<K>,
) -> Vec<Mark> {
    let mut after = Vec::with_capacity(marks.len());
    let (mut current, mut counted) = (None, 0_i64);
    for mark in marks {
        let own = group(mark.piece);
        if own != current {
            (current, counted) = (own, 0);
        }
        match mark.pays {
            Pays::Straight => {
                let first = within(limit, counted, mark.seconds);
                let rest = mark.seconds.saturating_sub(first);
                counted = counted.saturating_add(mark.seconds);
                let over = (rest, Pays::Overtime(premium));
                push_split(&mut after, mark.piece, (first, Pays::Straight), over);
            }
            Pays::Overtime(_) | Pays::Day { .. } => after.push(*mark),
        }
    }
    after
}
