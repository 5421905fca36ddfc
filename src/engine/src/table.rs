//! The view tables: their names, their wire tags and what their keys are made of. Keys hold ids
//! only (and week and position numbers for order), never what a person typed.

macro_rules! tables {
    ($($(#[$doc:meta])* $variant:ident = $tag:literal, $name:literal;)*) => {
        /// A view table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[$doc])* $variant,)*
        }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The versioned name under which rows are stored.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The number that stands for the table on the wire; never reused.
            pub const fn tag(self) -> u8 {
                match self { $(Self::$variant => $tag,)* }
            }

            /// The table of a number.
            pub const fn from_tag(tag: u8) -> Option<Self> {
                match tag { $($tag => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

tables! {
    /// One row with an empty key.
    Company = 1, "company-1";
    /// By employee.
    Employee = 2, "employee-1";
    /// By member.
    Member = 3, "member-1";
    /// By device.
    Device = 4, "device-1";
    /// By log: who writes it.
    Log = 5, "log-1";
    /// By invitation.
    Invitation = 6, "invitation-1";
    /// By job.
    Job = 7, "job-1";
    /// By cost code.
    CostCode = 8, "cost_code-1";
    /// By time entry.
    TimeEntry = 9, "time_entry-1";
    /// By employee, week number of the start, and entry; rows are empty.
    EntryWeek = 10, "entry_week-1";
    /// By employee and entry, for entries without an end; rows are empty.
    OpenEntry = 11, "open_entry-1";
    /// By time entry and journal position: what happened to it.
    EntryHistory = 12, "entry_history-1";
    /// By op id: where it was counted.
    Op = 13, "op-1";
    /// By journal position: ops that do not count until settled or understood.
    Quarantine = 14, "quarantine-1";
    /// By import: whether it counts.
    Import = 15, "import-1";
    /// By import: what it was, for the office.
    ImportDetail = 16, "import_detail-1";
    /// By import, kind and id: the people, jobs and cost codes that it brings.
    ImportName = 17, "import_name-1";
    /// By the hash of an imported row's content: the import that brought it.
    ImportKey = 18, "import_key-1";
}
