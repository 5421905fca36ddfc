//! Jobs and cost codes as the pages show them: their names, and which ones were used lately.

use domain::{CostCodeId, JobId};
use engine::query;
use engine::rows::{CostCodeRow, EntryRow, JobRow};
use jiff::{SignedDuration, Timestamp};
use sycamore::prelude::*;
use ui::components::PickItem;
use ui::reactive::selector;
use ui::replica::Book;

use crate::state::Phone;

/// How far back "used lately" reaches: 45 days.
const LATELY: SignedDuration = SignedDuration::from_hours(45 * 24);
/// No more than this many stand under "Recent".
const RECENT_MAX: usize = 6;

/// The company's jobs and cost codes, as this phone knows them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Work {
    jobs: Vec<(JobId, JobRow)>,
    cost_codes: Vec<(CostCodeId, CostCodeRow)>,
    recent_jobs: Vec<JobId>,
    recent_cost_codes: Vec<CostCodeId>,
}

impl Work {
    /// What a book says of them at `now`. Rows that cannot be read are left out.
    pub(crate) fn of(book: &Book, now: Timestamp) -> Work {
        let view = book.view();
        let from = now.checked_sub(LATELY).unwrap_or(Timestamp::MIN);
        let mut lately = query::entries_of(view, book.identity().employee, from, Timestamp::MAX)
            .unwrap_or_default();
        lately.reverse();
        let entries = || lately.iter().map(|(_, row)| row);
        Work {
            jobs: query::jobs(view).unwrap_or_default(),
            cost_codes: query::cost_codes(view).unwrap_or_default(),
            recent_jobs: first_ones(entries().filter_map(|row: &EntryRow| row.values.job)),
            recent_cost_codes: first_ones(entries().filter_map(|row| row.values.cost_code)),
        }
    }

    /// A memo of it that follows the book.
    pub(crate) fn follow(phone: Phone) -> ReadSignal<Work> {
        selector(move || {
            phone.book.with(|book| {
                book.as_ref()
                    .map(|book| Work::of(book, phone.now.get_untracked()))
                    .unwrap_or_default()
            })
        })
    }

    /// The name of a job.
    pub(crate) fn job_name(&self, job: Option<JobId>) -> Option<String> {
        let job = job?;
        self.jobs
            .iter()
            .find(|(id, _)| *id == job)
            .map(|(_, row)| row.name.clone())
    }

    /// The name of a cost code.
    pub(crate) fn cost_code_name(&self, cost_code: Option<CostCodeId>) -> Option<String> {
        let cost_code = cost_code?;
        self.cost_codes
            .iter()
            .find(|(id, _)| *id == cost_code)
            .map(|(_, row)| row.name.clone())
    }

    /// Job and cost code in words: `Miller House · Framing`; `None` when there is neither.
    pub(crate) fn booking(
        &self,
        job: Option<JobId>,
        cost_code: Option<CostCodeId>,
    ) -> Option<String> {
        let parts: Vec<String> = [self.job_name(job), self.cost_code_name(cost_code)]
            .into_iter()
            .flatten()
            .collect();
        (!parts.is_empty()).then(|| parts.join(" \u{b7} "))
    }

    /// Whether there is any job to choose.
    pub(crate) fn has_jobs(&self) -> bool {
        self.jobs.iter().any(|(_, row)| !row.archived)
    }

    /// Whether there is any cost code to choose with a job.
    pub(crate) fn has_cost_codes(&self, job: Option<JobId>) -> bool {
        self.open_cost_codes(job).next().is_some()
    }

    /// The jobs to choose from, the ones used lately first. `keep` is offered though archived.
    pub(crate) fn job_items(&self, keep: Option<JobId>) -> Vec<PickItem> {
        let open = self
            .jobs
            .iter()
            .filter(|(id, row)| !row.archived || Some(*id) == keep);
        let item = |(id, row): &(JobId, JobRow), recent: bool| {
            let detail: Vec<&str> = [row.code.as_str(), row.customer.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            PickItem::new(id.to_string(), row.name.clone())
                .with_detail(detail.join(" \u{b7} "))
                .used_lately(recent)
        };
        let find = |id: &JobId| open.clone().find(|job| job.0 == *id);
        let recent: Vec<PickItem> = self
            .recent_jobs
            .iter()
            .filter_map(find)
            .map(|job| item(job, true))
            .collect();
        let others = open
            .clone()
            .filter(|(id, _)| !self.recent_jobs.contains(id))
            .map(|job| item(job, false));
        recent.into_iter().chain(others).collect()
    }

    /// The cost codes to choose from with a job, the ones used lately first.
    pub(crate) fn cost_code_items(&self, job: Option<JobId>) -> Vec<PickItem> {
        let item = |row: &(CostCodeId, CostCodeRow), recent: bool| {
            PickItem::new(row.0.to_string(), row.1.name.clone())
                .with_detail(row.1.code.clone())
                .used_lately(recent)
        };
        let find = |id: &CostCodeId| self.open_cost_codes(job).find(|code| code.0 == *id);
        let recent: Vec<PickItem> = self
            .recent_cost_codes
            .iter()
            .filter_map(find)
            .map(|code| item(code, true))
            .collect();
        let others = self
            .open_cost_codes(job)
            .filter(|(id, _)| !self.recent_cost_codes.contains(id))
            .map(|code| item(code, false));
        recent.into_iter().chain(others).collect()
    }

    /// The choice, if it may still be booked with a job; else none.
    pub(crate) fn fitting(
        &self,
        cost_code: Option<CostCodeId>,
        job: Option<JobId>,
    ) -> Option<CostCodeId> {
        cost_code.filter(|wanted| self.open_cost_codes(job).any(|(id, _)| id == wanted))
    }

    /// The choice, if hours may still be booked on it; else none.
    pub(crate) fn open_job(&self, job: Option<JobId>) -> Option<JobId> {
        job.filter(|wanted| {
            self.jobs
                .iter()
                .any(|(id, row)| id == wanted && !row.archived)
        })
    }

    fn open_cost_codes(
        &self,
        job: Option<JobId>,
    ) -> impl Iterator<Item = &(CostCodeId, CostCodeRow)> {
        self.cost_codes
            .iter()
            .filter(move |(_, row)| !row.archived && (row.job.is_none() || row.job == job))
    }
}

/// The id of a choice in a picker.
pub(crate) fn parse<I: std::str::FromStr>(choice: Option<&String>) -> Option<I> {
    choice.and_then(|choice| choice.parse().ok())
}

fn first_ones<I: PartialEq>(ids: impl Iterator<Item = I>) -> Vec<I> {
    let mut first = Vec::new();
    for id in ids {
        if first.len() == RECENT_MAX {
            break;
        }
        if !first.contains(&id) {
            first.push(id);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work() -> Work {
        let job = |id: u8, name: &str, archived: bool| {
            let row = JobRow {
                code: String::new(),
                name: name.into(),
                customer: String::new(),
                archived,
            };
            (JobId::from_bytes([id; 16]), row)
        };
        let code = |id: u8, job: Option<u8>| {
            let job = job.map(|job| JobId::from_bytes([job; 16]));
            let row = CostCodeRow {
                code: id.to_string(),
                name: format!("code {id}"),
                job,
                archived: false,
            };
            (CostCodeId::from_bytes([id; 16]), row)
        };
        Work {
            jobs: vec![
                job(1, "Alder Barn", false),
                job(2, "Miller House", false),
                job(3, "Old Mill", true),
            ],
            cost_codes: vec![code(1, None), code(2, Some(2))],
            recent_jobs: vec![JobId::from_bytes([2; 16]), JobId::from_bytes([3; 16])],
            recent_cost_codes: Vec::new(),
        }
    }

    #[test]
    fn jobs_used_lately_come_first_and_archived_ones_are_not_offered() {
        let names: Vec<_> = work()
            .job_items(None)
            .into_iter()
            .map(|item| (item.label, item.recent))
            .collect();
        assert_eq!(
            names,
            [
                ("Miller House".to_owned(), true),
                ("Alder Barn".to_owned(), false)
            ]
        );
    }

    #[test]
    fn a_cost_code_of_another_job_is_not_offered() {
        let (work, miller) = (work(), JobId::from_bytes([2; 16]));
        assert_eq!(work.cost_code_items(None).len(), 1);
        assert_eq!(work.cost_code_items(Some(miller)).len(), 2);
        assert_eq!(
            work.fitting(Some(CostCodeId::from_bytes([2; 16])), None),
            None
        );
    }
}
