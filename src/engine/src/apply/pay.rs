//! Rows of pay.

use domain::PayRunId;
use domain::time::day_number;
use oplog::v1::payload as p;
use oplog::{Op, Payload};

use super::people::update;
use crate::rows::{
    self, DifferentialRow, PaidWeekRow, PayIdsRow, PayItemRow, PayMappingRow, PayRatesRow,
    PayRunFile, PayRunRow, PayRunState, PaySettings, PaySettingsRow, PayTermsRow, PublicWorksRow,
    Row, Signed, key, set_since,
};
use crate::view::{View, ViewError};

/// Changes the rows of an op about pay.
pub(super) fn applied(view: &mut impl View, op: &Op) -> Result<(), ViewError> {
    use Payload as P;
    match &op.payload {
        P::PaySettingsChanged(change) => return settings_changed(view, change),
        P::PayTermsSet(set) => return terms_set(view, op, set),
        P::PayTermsRemoved(removed) => return terms_removed(view, op, removed),
        P::PayRateSet(set) => return rate_set(view, op, set),
        P::DifferentialSet(set) => differential_set(view, op, set),
        P::DifferentialEnded(ended) => return differential_ended(view, op, ended),
        P::PayItemAdded(added) => item_added(view, op, added),
        P::PayItemVoided(voided) => return item_voided(view, op, voided),
        P::PayMappingSet(set) => mapping_set(view, set),
        P::PayIdSet(set) => return id_set(view, op, set),
        P::PublicWorksSet(set) => public_works_set(view, op, set),
        P::PayRunDrafted(drafted) => run_drafted(view, op, drafted),
        P::PayRunReviewed(reviewed) => return run_reviewed(view, op, reviewed),
        P::PayRunFinalised(finalised) => return run_finalised(view, op, finalised),
        P::PayRunDiscarded(discarded) => return run_discarded(view, op, discarded),
        P::PayRunExported(exported) => return run_exported(view, op, exported),
        P::PayRunPaid(paid) => run_paid(view, op, paid),
        _about_something_else => {}
    }
    Ok(())
}

/// Changes a row that may not be there yet.
fn upsert<R: Row + Default>(
    view: &mut impl View,
    key: &[u8],
    change: impl FnOnce(&mut R),
) -> Result<(), ViewError> {
    let mut row: R = rows::get(view, key)?.unwrap_or_default();
    change(&mut row);
    rows::put(view, key, &row);
    Ok(())
}

fn settings_changed(view: &mut impl View, change: &p::PaySettingsChanged) -> Result<(), ViewError> {
    let settings = PaySettings {
        law: change.law.clone(),
        rounding: change.rounding,
        currency: change.currency.clone(),
        address: change.address.clone(),
        signatory: change.signatory.clone(),
        signatory_title: change.signatory_title.clone(),
    };
    upsert(view, &[], |row: &mut PaySettingsRow| {
        set_since(&mut row.settings, change.from, settings);
    })
}

fn terms_set(view: &mut impl View, op: &Op, set: &p::PayTermsSet) -> Result<(), ViewError> {
    upsert(view, &op.envelope.subject, |row: &mut PayTermsRow| {
        set_since(&mut row.terms, set.from, set.terms.clone());
    })
}

fn terms_removed(
    view: &mut impl View,
    op: &Op,
    removed: &p::PayTermsRemoved,
) -> Result<(), ViewError> {
    upsert(view, &op.envelope.subject, |row: &mut PayTermsRow| {
        row.terms.retain(|since| since.from != removed.from);
    })
}

fn rate_set(view: &mut impl View, op: &Op, set: &p::PayRateSet) -> Result<(), ViewError> {
    upsert(
        view,
        &op.envelope.subject,
        |row: &mut PayRatesRow| match row.rates.iter_mut().find(|(hours, _)| *hours == set.hours) {
            Some((_, since)) => set_since(since, set.from, set.rate),
            None => {
                let mut since = Vec::new();
                set_since(&mut since, set.from, set.rate);
                row.rates.push((set.hours, since));
                row.rates.sort_by_key(|(hours, _)| *hours);
            }
        },
    )
}

fn differential_set(view: &mut impl View, op: &Op, set: &p::DifferentialSet) {
    let row = DifferentialRow {
        name: set.name.clone(),
        employee: set.employee,
        from: set.from,
        last: None,
        from_minutes: set.from_minutes,
        to_minutes: set.to_minutes,
        weekdays: set.weekdays,
        per_hour: set.per_hour,
    };
    rows::put(view, &op.envelope.subject, &row);
}

fn differential_ended(
    view: &mut impl View,
    op: &Op,
    ended: &p::DifferentialEnded,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut DifferentialRow| {
        row.last = Some(day_number(ended.last));
    })
}

fn item_added(view: &mut impl View, op: &Op, added: &p::PayItemAdded) {
    let row = PayItemRow {
        item: added.item,
        first: added.first,
        last: added.last,
        note: added.note.clone(),
        by: op.envelope.actor,
        at: op.envelope.at,
        voided: None,
    };
    let key = key(&[&added.employee.to_bytes(), &op.envelope.subject]);
    rows::put(view, &key, &row);
}

fn item_voided(view: &mut impl View, op: &Op, voided: &p::PayItemVoided) -> Result<(), ViewError> {
    let key = key(&[&voided.employee.to_bytes(), &op.envelope.subject]);
    update(view, &key, |row: &mut PayItemRow| {
        row.voided = Some(voided.reason.clone());
    })
}

fn mapping_set(view: &mut impl View, set: &p::PayMappingSet) {
    let row = PayMappingRow {
        codes: set.codes.clone(),
        company_code: set.company_code.clone(),
        batch: set.batch.clone(),
        company_created: set.company_created.clone(),
    };
    rows::put(view, set.form.as_bytes(), &row);
}

fn id_set(view: &mut impl View, op: &Op, set: &p::PayIdSet) -> Result<(), ViewError> {
    upsert(view, &op.envelope.subject, |row: &mut PayIdsRow| {
        row.ids.retain(|(form, _)| *form != set.form);
        if !set.id.is_empty() {
            row.ids.push((set.form.clone(), set.id.clone()));
            row.ids.sort_unstable();
        }
    })
}

fn public_works_set(view: &mut impl View, op: &Op, set: &p::PublicWorksSet) {
    match &set.works {
        Some(works) => {
            let works = works.clone();
            rows::put(view, &op.envelope.subject, &PublicWorksRow { works });
        }
        None => view.remove(PublicWorksRow::TABLE, &op.envelope.subject),
    }
}

fn run_drafted(view: &mut impl View, op: &Op, drafted: &p::PayRunDrafted) {
    let row = PayRunRow {
        number: drafted.number,
        first: drafted.first,
        last: drafted.last,
        state: PayRunState::Draft,
        by: op.envelope.actor,
        at: op.envelope.at,
        reviewed: None,
        finalised: None,
        basis: None,
        result: None,
        totals: p::PayRunTotals::default(),
        words: String::new(),
        files: Vec::new(),
    };
    rows::put(view, &op.envelope.subject, &row);
}

const fn signed(op: &Op) -> Option<Signed> {
    Some(Signed {
        by: op.envelope.actor,
        at: op.envelope.at,
    })
}

fn run_reviewed(
    view: &mut impl View,
    op: &Op,
    reviewed: &p::PayRunReviewed,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut PayRunRow| {
        row.state = PayRunState::Reviewed(reviewed.basis);
        row.reviewed = signed(op);
        row.words.clone_from(&reviewed.note);
    })
}

fn run_paid(view: &mut impl View, op: &Op, paid: &p::PayRunPaid) {
    let run: PayRunId = op.subject();
    for week in &paid.weeks {
        let row = PaidWeekRow {
            minor: week.minor,
            basis: week.basis,
        };
        rows::put(
            view,
            &PaidWeekRow::key_of(week.employee, week.first, run),
            &row,
        );
    }
}

fn run_finalised(
    view: &mut impl View,
    op: &Op,
    finalised: &p::PayRunFinalised,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut PayRunRow| {
        row.state = PayRunState::Final;
        row.finalised = signed(op);
        row.basis = Some(finalised.basis);
        row.result = Some(finalised.result);
        row.totals = finalised.totals;
    })
}

fn run_discarded(
    view: &mut impl View,
    op: &Op,
    discarded: &p::PayRunDiscarded,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut PayRunRow| {
        row.state = PayRunState::Discarded;
        row.words.clone_from(&discarded.reason);
    })
}

fn run_exported(
    view: &mut impl View,
    op: &Op,
    exported: &p::PayRunExported,
) -> Result<(), ViewError> {
    update(view, &op.envelope.subject, |row: &mut PayRunRow| {
        row.files.push(PayRunFile {
            form: exported.form.clone(),
            file: exported.file,
            by: op.envelope.actor,
            at: op.envelope.at,
        });
    })
}
