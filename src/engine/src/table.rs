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
    TimeEntry = 9, "time_entry-2";
    /// By employee, week number of the start, and entry; rows are empty.
    EntryWeek = 10, "entry_week-1";
    /// By employee and entry, for entries without an end; rows are empty.
    OpenEntry = 11, "open_entry-1";
    /// By time entry and journal position: what happened to it.
    EntryHistory = 12, "entry_history-1";
    /// By op id: where it was counted.
    Op = 13, "op-1";
    /// By journal position: ops that did not count when they were judged there.
    Quarantine = 14, "quarantine-2";
    /// By import: whether it counts.
    Import = 15, "import-1";
    /// By import: what it was, for the office.
    ImportDetail = 16, "import_detail-1";
    /// By import, kind and id: the people, jobs and cost codes that it brings.
    ImportName = 17, "import_name-1";
    /// By the hash of an imported row's content: the import that brought it.
    ImportKey = 18, "import_key-1";
    /// By what it waits for and journal position: ops that are held back; rows are empty.
    Waiting = 19, "waiting-1";
    /// One row with an empty key: settings of days, periods and timesheets that have dates.
    SheetSettings = 30, "sheet_settings-1";
    /// By employee: the zones of their days.
    EmployeeZone = 31, "employee_zone-1";
    /// By employee and first date of the period: what was said about its hours.
    Timesheet = 32, "timesheet-1";
    /// By employee, first date and journal position: everything that was said about them.
    TimesheetEvent = 33, "timesheet_event-1";
    /// By first date: periods that are locked or were.
    PeriodLock = 34, "period_lock-1";
    /// By time entry: what was stated about it after its period was locked.
    LateEntry = 35, "late_entry-1";
    /// By employee and entry, for those of them that await an approver; rows are empty.
    LatePending = 36, "late_pending-1";
    /// By first date of the period in which it pays, and journal position: late corrections that
    /// count.
    LateCorrection = 37, "late_correction-1";
    /// By import: the days on which it has entries.
    ImportDays = 38, "import_days-1";
    /// One row with an empty key: the firm's rules about pay.
    PaySettings = 50, "pay_settings-1";
    /// By employee: on what terms somebody is paid.
    PayTerms = 51, "pay_terms-1";
    /// By employee: what hours are paid.
    PayRates = 52, "pay_rates-1";
    /// By differential: more for hours between two clock times.
    Differential = 53, "differential-1";
    /// By employee and item: money beside hourly pay.
    PayItem = 54, "pay_item-1";
    /// By a form's stable name: what a payroll provider calls earnings.
    PayMapping = 55, "pay_mapping-1";
    /// By employee: what payroll providers call somebody.
    PayIds = 56, "pay_ids-1";
    /// By job: what certified payroll says of it.
    PublicWorks = 57, "public_works-1";
    /// By pay run.
    PayRun = 58, "pay_run-1";
    /// By employee, first day and pay run: what a workweek was paid.
    PaidWeek = 59, "paid_week-1";
}
