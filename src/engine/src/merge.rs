//! When two edits of one field meet: a manager's over a worker's, else the journal's order.

use oplog::v1::payload::RoleTag;

use crate::rows::{Field, FieldStamp, Stamps};

/// Who writes, and what they had seen.
#[derive(Debug, Clone, Copy)]
pub struct Edit {
    /// What the field's stamp will be if it wins.
    pub stamp: FieldStamp,
    /// The journal position of the author's base.
    pub seen: u64,
}

impl Edit {
    /// Whether this edit loses the field to what is there: someone of a higher role set it, and
    /// the author had not seen that.
    pub fn loses(&self, current: FieldStamp) -> bool {
        let unseen = current.position > self.seen && current.log != self.stamp.log;
        unseen && rank(current.role) > rank(self.stamp.role)
    }

    /// The fields among `fields` that this edit loses.
    pub fn lost(&self, stamps: &Stamps, fields: &[Field]) -> Vec<Field> {
        fields
            .iter()
            .copied()
            .filter(|field| self.loses(stamps.of(*field)))
            .collect()
    }
}

/// The order of roles in a conflict.
pub const fn rank(role: RoleTag) -> u8 {
    match role {
        RoleTag::Worker => 0,
        RoleTag::Manager | RoleTag::Owner => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::LogId;

    fn stamp(position: u64, log: u8, role: RoleTag) -> FieldStamp {
        FieldStamp {
            position,
            log: LogId::from_bytes([log; 16]),
            role,
        }
    }

    #[track_caller]
    fn check(current: FieldStamp, edit: FieldStamp, seen: u64, loses: bool) {
        assert_eq!(Edit { stamp: edit, seen }.loses(current), loses);
    }

    #[test]
    fn a_worker_loses_only_to_a_manager_whose_edit_was_unseen() {
        let worker = stamp(9, 1, RoleTag::Worker);
        check(stamp(5, 2, RoleTag::Manager), worker, 4, true);
        check(stamp(5, 2, RoleTag::Manager), worker, 5, false);
        check(stamp(5, 1, RoleTag::Manager), worker, 4, false);
        check(stamp(5, 2, RoleTag::Worker), worker, 4, false);
    }

    #[test]
    fn a_manager_never_loses() {
        check(
            stamp(5, 2, RoleTag::Owner),
            stamp(9, 1, RoleTag::Manager),
            0,
            false,
        );
        check(
            stamp(5, 2, RoleTag::Worker),
            stamp(9, 1, RoleTag::Manager),
            0,
            false,
        );
    }
}
