//! An op: one immutable fact, its envelope read and its payload understood where this version
//! knows the kind.

use domain::id::Id;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::{self, CodecError, VALUE_LIMIT};
use crate::v1::payload as p;
use crate::v1::{self, Envelope, PAYLOAD_BYTES_MAX};

/// The largest op on the wire, envelope included.
pub const OP_BYTES_MAX: usize = PAYLOAD_BYTES_MAX + 512;

/// An op with the bytes it came as: hashes cover bytes as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// The envelope.
    pub envelope: Envelope,
    /// The payload, as far as this version understands it.
    pub payload: Payload,
    bytes: Vec<u8>,
}

/// Why bytes are not an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeOpError {
    /// Larger than [`OP_BYTES_MAX`], or its payload than [`PAYLOAD_BYTES_MAX`].
    #[error("an op is at most {OP_BYTES_MAX} bytes, its payload {PAYLOAD_BYTES_MAX}")]
    TooLarge,
    /// Written by a version of the envelope that is not known.
    #[error("envelope version {0} is unknown")]
    UnknownVersion(u8),
    /// The envelope cannot be read.
    #[error("the envelope cannot be read: {0}")]
    Envelope(#[from] CodecError),
}

impl Op {
    /// The op of this envelope and payload; the envelope's kind and payload bytes are set here.
    pub fn new(envelope: Envelope, payload: Payload) -> Self {
        Self::stating(envelope, payload)
    }

    /// As [`Op::new`], of what is known to be of one kind: the formats of the others are then not
    /// part of what a phone downloads.
    pub fn stating(mut envelope: Envelope, said: impl Statement) -> Self {
        envelope.kind = said.number();
        envelope.payload = said.encoded();
        let payload = said.into();
        let bytes = v1::encode(&envelope);
        Self {
            envelope,
            payload,
            bytes,
        }
    }

    /// The op of received bytes. An unknown kind and an unreadable payload are still an op.
    ///
    /// # Errors
    /// When the envelope cannot be read.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeOpError> {
        Self::decode_by(bytes, Payload::decode)
    }

    /// As [`Op::decode`], for the log of a phone, which states nothing but time: ops of other
    /// kinds are kept as unknown ones are, and their formats are not part of what a phone
    /// downloads.
    ///
    /// # Errors
    /// As [`Op::decode`].
    pub fn decode_time(bytes: &[u8]) -> Result<Self, DecodeOpError> {
        Self::decode_by(bytes, Payload::decode_time)
    }

    fn decode_by(bytes: &[u8], payload: fn(u16, &[u8]) -> Payload) -> Result<Self, DecodeOpError> {
        if bytes.len() > OP_BYTES_MAX {
            return Err(DecodeOpError::TooLarge);
        }
        let (version, rest) = bytes.split_first().ok_or(CodecError::Malformed)?;
        if *version != v1::VERSION {
            return Err(DecodeOpError::UnknownVersion(*version));
        }
        let envelope = v1::decode(rest)?;
        if envelope.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(DecodeOpError::TooLarge);
        }
        let payload = payload(envelope.kind, &envelope.payload);
        Ok(Self {
            envelope,
            payload,
            bytes: bytes.to_vec(),
        })
    }

    /// The bytes, as received or as first made.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The subject as an id of the kind that this op is about.
    pub fn subject<I: Id>(&self) -> I {
        I::from_id_bytes(self.envelope.subject)
    }
}

/// What an op can say: a payload, or the type of one.
pub trait Statement: Into<Payload> {
    /// The number of its kind.
    fn number(&self) -> u16;
    /// Its bytes.
    fn encoded(&self) -> Vec<u8>;
}

/// A payload's type, for the one kind that it is of.
trait Kind: Serialize + DeserializeOwned + Into<Payload> {
    /// The number of the kind.
    const KIND: u16;
}

impl Statement for Payload {
    fn number(&self) -> u16 {
        self.kind()
    }

    fn encoded(&self) -> Vec<u8> {
        self.encode()
    }
}

/// The payload of `$kind`, which is unknown unless it is of one of the types.
macro_rules! payload_of {
    ($kind:ident, $bytes:ident, $($name:ident)*) => {
        match $kind {
            $(<p::$name as Kind>::KIND => Self::read::<p::$name>($bytes),)*
            kind => Self::Unknown { kind, bytes: $bytes.to_vec() },
        }
    };
}

macro_rules! kinds {
    ($($kind:literal $name:ident)*) => {
        /// What an op says, by kind. Kinds only ever get added.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Payload {
            $(#[doc = concat!("See [`p::", stringify!($name), "`].")] $name(p::$name),)*
            /// A kind of a later version, kept as it is.
            Unknown {
                /// The kind.
                kind: u16,
                /// The payload's bytes.
                bytes: Vec<u8>,
            },
            /// A known kind whose bytes cannot be read.
            Unreadable {
                /// The kind.
                kind: u16,
                /// The payload's bytes.
                bytes: Vec<u8>,
            },
        }

        impl Payload {
            /// Every kind this version knows, with its name.
            pub const KINDS: &'static [(u16, &'static str)] = &[$(($kind, stringify!($name)),)*];

            /// The number of the kind.
            pub fn kind(&self) -> u16 {
                match self {
                    $(Self::$name(_) => $kind,)*
                    Self::Unknown { kind, .. } | Self::Unreadable { kind, .. } => *kind,
                }
            }

            /// The name of the kind.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)*
                    Self::Unknown { .. } => "Unknown",
                    Self::Unreadable { .. } => "Unreadable",
                }
            }

            fn encode(&self) -> Vec<u8> {
                match self {
                    $(Self::$name(payload) => codec::encode(payload),)*
                    Self::Unknown { bytes, .. } | Self::Unreadable { bytes, .. } => bytes.clone(),
                }
            }

            fn decode(kind: u16, bytes: &[u8]) -> Self {
                payload_of!(kind, bytes, $($name)*)
            }
        }

        $(impl Kind for p::$name {
            const KIND: u16 = $kind;
        }

        impl Statement for p::$name {
            fn number(&self) -> u16 {
                $kind
            }

            fn encoded(&self) -> Vec<u8> {
                codec::encode(self)
            }
        }

        impl From<p::$name> for Payload {
            fn from(payload: p::$name) -> Self {
                Self::$name(payload)
            }
        })*
    };
}

impl Payload {
    fn decode_time(kind: u16, bytes: &[u8]) -> Self {
        payload_of!(kind, bytes,
            ClockedIn ClockedOut BreakStarted BreakEnded JobSwitched EntryAdded EntryEdited
            EntryVoided EntryRestored ExceptionsSettled TimesheetSubmitted TimesheetObjected
            BreaksAttested MealWorked)
    }

    fn read<P: Kind>(bytes: &[u8]) -> Self {
        match codec::decode::<P, VALUE_LIMIT>(bytes) {
            Ok(payload) => payload.into(),
            Err(_) => Self::Unreadable {
                kind: P::KIND,
                bytes: bytes.to_vec(),
            },
        }
    }
}

kinds! {
    1 CompanyFounded
    2 CompanyChanged
    3 CompanyOpened
    4 OwnerAppointed
    5 ServerRestored
    6 Rejudged
    7 RecoveryEnded
    8 LogForked
    10 EmployeeAdded
    11 EmployeeChanged
    12 EmployeeArchived
    13 EmployeeRestored
    20 MemberAdded
    21 MemberRoleChanged
    22 MemberAccountLinked
    30 InvitationIssued
    31 InvitationRevoked
    32 DeviceEnrolled
    33 DeviceRevoked
    34 InvitationMailed
    40 JobAdded
    41 JobChanged
    42 JobArchived
    43 JobRestored
    50 CostCodeAdded
    51 CostCodeChanged
    52 CostCodeArchived
    53 CostCodeRestored
    60 ClockedIn
    61 ClockedOut
    62 BreakStarted
    63 BreakEnded
    64 JobSwitched
    65 EntryAdded
    66 EntryEdited
    67 EntryVoided
    68 EntryRestored
    69 ExceptionsSettled
    80 ImportNames
    81 ImportEntries
    82 ImportCommitted
    83 ImportUndone
    90 PayCalendarChanged
    91 EmployeeZoneChanged
    92 TimesheetPolicyChanged
    93 TimesheetSubmitted
    94 TimesheetObjected
    95 TimesheetApproved
    96 TimesheetReturned
    97 TimesheetReopened
    98 PeriodLocked
    99 PeriodUnlocked
    100 LateCorrectionAccepted
    101 LateCorrectionDeclined
    102 BreaksAttested
    103 MealWorked
    104 TimesheetReminded
    120 PaySettingsChanged
    121 PayTermsSet
    122 PayTermsRemoved
    123 PayRateSet
    124 DifferentialSet
    125 DifferentialEnded
    126 PayItemAdded
    127 PayItemVoided
    128 PayMappingSet
    129 PayIdSet
    130 PublicWorksSet
    131 PayRunDrafted
    132 PayRunReviewed
    133 PayRunFinalised
    134 PayRunDiscarded
    135 PayRunExported
    136 PayRunPaid
}
