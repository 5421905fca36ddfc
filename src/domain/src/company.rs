//! A company's people: what they may do, by role. The table is data, so that a person can read
//! it and a test can walk it.

/// A member's role in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Clocks own time.
    Worker,
    /// Sees and corrects everyone's time, keeps jobs and people.
    Manager,
    /// Everything, the company's settings and roles included.
    Owner,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Worker, Self::Manager, Self::Owner];

    /// The stable name used in formats and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// The role of a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// What a member may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Clock in and out, take breaks, switch jobs.
    ClockTime,
    /// Add, edit and void time entries by hand.
    EditTime,
    /// Settle exceptions.
    SettleExceptions,
    /// See time entries and totals.
    ViewTime,
    /// See employees, devices and invitations.
    ViewPeople,
    /// Add, change and archive employees who are workers.
    ManagePeople,
    /// Invite, and revoke invitations.
    InvitePeople,
    /// See and revoke devices.
    ManageDevices,
    /// Give and take roles above worker.
    AssignRoles,
    /// See jobs and cost codes.
    ViewJobs,
    /// Create, change and archive jobs and cost codes.
    ManageJobs,
    /// Bring hours, people and jobs out of files, and take an import back.
    Import,
    /// Change the company's name, zone and workweek.
    ManageCompany,
    /// Submit one's own timesheet, object to what was changed, attest breaks.
    SubmitTimesheet,
    /// Approve, return and reopen timesheets, and decide on late corrections.
    ApproveTimesheets,
    /// Lock pay periods and unlock them.
    LockPeriods,
    /// Change pay periods, rules about breaks, and reminders.
    ManagePayPolicy,
    /// See what people are paid.
    ViewPay,
    /// Change what people are paid, and by which rules.
    ManagePay,
    /// Make pay runs and files of them.
    RunPayroll,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 20] = [
        Self::ClockTime,
        Self::EditTime,
        Self::SettleExceptions,
        Self::ViewTime,
        Self::ViewPeople,
        Self::ManagePeople,
        Self::InvitePeople,
        Self::ManageDevices,
        Self::AssignRoles,
        Self::ViewJobs,
        Self::ManageJobs,
        Self::Import,
        Self::ManageCompany,
        Self::SubmitTimesheet,
        Self::ApproveTimesheets,
        Self::LockPeriods,
        Self::ManagePayPolicy,
        Self::ViewPay,
        Self::ManagePay,
        Self::RunPayroll,
    ];
}

/// How far a permission reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Not at all.
    None,
    /// The member's own employee record.
    Own,
    /// The whole company.
    All,
}

/// The permission table: how far a role's permission reaches.
pub const fn reach(role: Role, permission: Permission) -> Reach {
    use Permission as P;
    match (role, permission) {
        (Role::Owner, _) => Reach::All,
        (
            Role::Manager,
            P::ManageCompany
            | P::AssignRoles
            | P::ManagePayPolicy
            | P::ViewPay
            | P::ManagePay
            | P::RunPayroll,
        ) => Reach::None,
        (
            Role::Manager,
            P::ClockTime
            | P::EditTime
            | P::SettleExceptions
            | P::ViewTime
            | P::ViewPeople
            | P::ManagePeople
            | P::InvitePeople
            | P::ManageDevices
            | P::ViewJobs
            | P::ManageJobs
            | P::Import
            | P::SubmitTimesheet
            | P::ApproveTimesheets
            | P::LockPeriods,
        ) => Reach::All,
        (
            Role::Worker,
            P::ClockTime | P::EditTime | P::ViewTime | P::ViewPeople | P::SubmitTimesheet,
        ) => Reach::Own,
        (Role::Worker, P::ViewJobs) => Reach::All,
        (
            Role::Worker,
            P::SettleExceptions
            | P::ManagePeople
            | P::InvitePeople
            | P::ManageDevices
            | P::AssignRoles
            | P::ManageJobs
            | P::Import
            | P::ManageCompany
            | P::ApproveTimesheets
            | P::LockPeriods
            | P::ManagePayPolicy
            | P::ViewPay
            | P::ManagePay
            | P::RunPayroll,
        ) => Reach::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_never_reaches_less_far() {
        for permission in Permission::ALL {
            for pair in Role::ALL.windows(2) {
                assert!(
                    reach(pair[0], permission) <= reach(pair[1], permission),
                    "{permission:?}: {pair:?}"
                );
            }
        }
    }

    #[test]
    fn a_role_reads_back_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_name("boss"), None);
    }
}
