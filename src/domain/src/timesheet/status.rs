//! Where a timesheet stands: what was said about it, held against its entries as they are now. A
//! submission and an approval name the entries they mean; when these are others by now, it is
//! asked again, and nothing is approved in silence.

/// Where a timesheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetStatus {
    /// Nobody has said that it is right.
    Open,
    /// The worker said that it is right, and nothing changed since.
    Submitted,
    /// The worker said so, and then something changed.
    ChangedSinceSubmitted,
    /// It went back to the worker, with a reason.
    Returned,
    /// It is approved, and nothing changed since.
    Approved,
    /// It was approved, and then something changed.
    ChangedSinceApproved,
}

impl SheetStatus {
    /// Every status, in the order that a timesheet goes through them.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Submitted,
        Self::ChangedSinceSubmitted,
        Self::Returned,
        Self::Approved,
        Self::ChangedSinceApproved,
    ];

    /// The stable name used in formats and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::ChangedSinceSubmitted => "changed_since_submitted",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::ChangedSinceApproved => "changed_since_approved",
        }
    }

    /// The status of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The last thing that a manager said about a timesheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said<H> {
    /// Approved, the entries of this hash.
    Approved(H),
    /// Sent back to the worker.
    Returned,
    /// Opened again.
    Reopened,
}

/// What was said about a timesheet, with the order in which it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statements<H> {
    /// The worker's last submission: its order, and the hash of the entries it meant.
    pub submitted: Option<(u64, H)>,
    /// The last decision about it.
    pub decided: Option<(u64, Said<H>)>,
}

impl<H: PartialEq> Statements<H> {
    /// Where the timesheet stands, whose entries have this hash now.
    pub fn status(&self, entries: &H) -> SheetStatus {
        let submitted = |after: u64| {
            let since = self.submitted.as_ref().filter(|(order, _)| *order > after);
            since.map(|(_, hash)| {
                if hash == entries {
                    SheetStatus::Submitted
                } else {
                    SheetStatus::ChangedSinceSubmitted
                }
            })
        };
        match &self.decided {
            Some((_, Said::Approved(hash))) if hash == entries => SheetStatus::Approved,
            Some((order, Said::Approved(_))) => {
                submitted(*order).unwrap_or(SheetStatus::ChangedSinceApproved)
            }
            Some((order, Said::Returned)) => submitted(*order).unwrap_or(SheetStatus::Returned),
            Some((order, Said::Reopened)) => submitted(*order).unwrap_or(SheetStatus::Open),
            None => submitted(0).unwrap_or(SheetStatus::Open),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(
        submitted: Option<(u64, u8)>,
        decided: Option<(u64, Said<u8>)>,
        entries: u8,
        expect: SheetStatus,
    ) {
        assert_eq!(Statements { submitted, decided }.status(&entries), expect);
    }

    #[test]
    fn an_approval_holds_for_the_entries_that_it_names() {
        let approved = Some((5, Said::Approved(7)));
        check(Some((4, 7)), approved, 7, SheetStatus::Approved);
        check(Some((4, 7)), approved, 8, SheetStatus::ChangedSinceApproved);
        check(None, approved, 8, SheetStatus::ChangedSinceApproved);
    }

    #[test]
    fn a_submission_after_a_decision_counts_and_one_before_does_not() {
        check(
            Some((6, 8)),
            Some((5, Said::Approved(7))),
            8,
            SheetStatus::Submitted,
        );
        check(
            Some((6, 7)),
            Some((5, Said::Approved(7))),
            7,
            SheetStatus::Approved,
        );
        check(
            Some((4, 7)),
            Some((5, Said::Returned)),
            7,
            SheetStatus::Returned,
        );
        check(
            Some((6, 7)),
            Some((5, Said::Returned)),
            7,
            SheetStatus::Submitted,
        );
        check(
            Some((4, 7)),
            Some((5, Said::Reopened)),
            7,
            SheetStatus::Open,
        );
    }

    #[test]
    fn what_was_submitted_asks_again_once_it_changes() {
        check(None, None, 7, SheetStatus::Open);
        check(Some((1, 7)), None, 7, SheetStatus::Submitted);
        check(Some((1, 7)), None, 8, SheetStatus::ChangedSinceSubmitted);
    }

    #[test]
    fn a_status_reads_back_its_name() {
        for status in SheetStatus::ALL {
            assert_eq!(SheetStatus::from_name(status.name()), Some(status));
        }
    }
}
