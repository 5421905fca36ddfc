//! Rows of jobs and cost codes.

use oplog::Op;
use oplog::v1::payload as p;

use super::people::{set, update};
use crate::rows::{self, CostCodeRow, JobRow};
use crate::view::{View, ViewError};

pub(super) fn job_added(view: &mut impl View, op: &Op, added: &p::JobAdded) {
    let row = JobRow {
        code: added.code.clone(),
        name: added.name.clone(),
        customer: added.customer.clone(),
        archived: false,
    };
    rows::put(view, &op.envelope.subject, &row);
}

pub(super) fn job_changed(
    view: &mut impl View,
    op: &Op,
    change: &p::JobChanged,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut JobRow| {
        set(&mut row.code, change.code.as_ref());
        set(&mut row.name, change.name.as_ref());
        set(&mut row.customer, change.customer.as_ref());
    })
}

pub(super) fn job_archived(view: &mut impl View, op: &Op, archived: bool) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut JobRow| {
        row.archived = archived;
    })
}

pub(super) fn cost_code_added(view: &mut impl View, op: &Op, added: &p::CostCodeAdded) {
    let row = CostCodeRow {
        code: added.code.clone(),
        name: added.name.clone(),
        job: added.job,
        archived: false,
    };
    rows::put(view, &op.envelope.subject, &row);
}

pub(super) fn cost_code_changed(
    view: &mut impl View,
    op: &Op,
    change: &p::CostCodeChanged,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut CostCodeRow| {
        set(&mut row.code, change.code.as_ref());
        set(&mut row.name, change.name.as_ref());
        set(&mut row.job, change.job.as_ref());
    })
}

pub(super) fn cost_code_archived(
    view: &mut impl View,
    op: &Op,
    archived: bool,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut CostCodeRow| {
        row.archived = archived;
    })
}
