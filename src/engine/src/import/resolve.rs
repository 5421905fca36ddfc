//! Whom and what a file's names mean: people by e-mail address, else by name; jobs by customer
//! and name or by the firm's code; cost codes by code, else by name. What is not there is new.

use std::collections::BTreeMap;

use domain::text::{self as rules, TextError};
use domain::{CostCodeId, EmployeeId, JobId, MemberId};

use crate::decide::people::PEOPLE_MAX;
use crate::decide::work::WORK_MAX;
use crate::query;
use crate::rows::first_half;
use crate::view::{Snapshot, ViewError};

/// Why a row is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RejectReason {
    /// Neither a name nor an address says whose time it is.
    #[error("the row names no employee")]
    NoEmployee,
    /// Two people have this name and the row has no address that tells them apart.
    #[error("more than one employee has this name; give the e-mail address")]
    AmbiguousEmployee,
    /// Two jobs have this name and the row has no code that tells them apart.
    #[error("more than one job has this name; give its code")]
    AmbiguousJob,
    /// Two cost codes have this name.
    #[error("more than one cost code has this name")]
    AmbiguousCostCode,
    /// The time has not come yet.
    #[error("the time is in the future")]
    InFuture,
    /// Longer than an entry can be.
    #[error("a time entry is at most 7 days long")]
    TooLong,
    /// More hours than the day has.
    #[error("the day does not have that many hours")]
    LongerThanItsDay,
    /// The time is in a pay period that is locked.
    #[error("the time is in a locked pay period; unlock it, or state it as a late correction")]
    PeriodLocked,
    /// A text of the row cannot be taken.
    #[error("{field} {error}")]
    Text {
        /// Which one.
        field: &'static str,
        /// What is wrong with it.
        error: TextError,
    },
    /// The company has as many people or jobs as it can.
    #[error("the company cannot have more {what}")]
    Full {
        /// What there are too many of.
        what: &'static str,
    },
}

/// A text on one line: what is typed in two ways by two programs is the same.
fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(field: &'static str, text: &str) -> Result<String, RejectReason> {
    rules::name(text).map_err(|error| RejectReason::Text { field, error })
}

/// Makes the ids of what is new.
pub(super) struct Ids {
    pub(super) entropy: [u8; 32],
    pub(super) made: u64,
}

impl Ids {
    fn next(&mut self) -> [u8; 16] {
        let hash = blake3::keyed_hash(&self.entropy, &self.made.to_be_bytes());
        self.made = self.made.saturating_add(1);
        first_half(&hash)
    }
}

/// What names lead to: places in a list.
type Places<K> = BTreeMap<K, Vec<usize>>;

fn only(places: &[usize], ambiguous: RejectReason) -> Result<Option<usize>, RejectReason> {
    match places {
        [] => Ok(None),
        [place] => Ok(Some(*place)),
        [_, ..] => Err(ambiguous),
    }
}

/// A person as a row may name them.
pub(super) struct Person {
    pub(super) employee: EmployeeId,
    pub(super) name: String,
    pub(super) email: String,
    /// The place in the company, of someone who is not there yet.
    pub(super) new: Option<MemberId>,
}

/// Everyone a row may name.
pub(super) struct People {
    pub(super) all: Vec<Person>,
    by_email: BTreeMap<String, usize>,
    by_name: Places<String>,
}

impl People {
    pub(super) fn read(view: &impl Snapshot) -> Result<Self, ViewError> {
        let mut people = Self {
            all: Vec::new(),
            by_email: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (employee, row, _) in query::people(view)? {
            people.push(Person {
                employee,
                name: row.name,
                email: row.email,
                new: None,
            });
        }
        Ok(people)
    }

    fn push(&mut self, person: Person) -> usize {
        let place = self.all.len();
        if !person.email.is_empty() {
            self.by_email.insert(person.email.clone(), place);
        }
        let name = line(&person.name).to_lowercase();
        self.by_name.entry(name).or_default().push(place);
        self.all.push(person);
        place
    }

    /// The place of whom a row names.
    pub(super) fn find(
        &mut self,
        name: &str,
        email: &str,
        ids: &mut Ids,
    ) -> Result<usize, RejectReason> {
        // Something that is no address tells nobody apart, and an address is no name.
        let email = rules::email(email).unwrap_or_default();
        let name = Some(line(name)).filter(|name| name.to_lowercase() != email);
        let name = name.unwrap_or_default();
        if name.is_empty() && email.is_empty() {
            return Err(RejectReason::NoEmployee);
        }
        if let Some(place) = self.by_email.get(&email) {
            return Ok(*place);
        }
        let mut same = self
            .by_name
            .get(&name.to_lowercase())
            .cloned()
            .unwrap_or_default();
        if !email.is_empty() {
            // Someone of this name with another address is someone else.
            same.retain(|place| self.all.get(*place).is_some_and(|p| p.email.is_empty()));
        }
        match only(&same, RejectReason::AmbiguousEmployee)? {
            Some(place) => {
                self.learn_email(place, email);
                Ok(place)
            }
            None => self.add(&name, email, ids),
        }
    }

    /// Rows after this one may name the person by the address alone, and whoever has the name
    /// and another address is someone else.
    fn learn_email(&mut self, place: usize, email: String) {
        if let Some(person) = self.all.get_mut(place).filter(|_| !email.is_empty()) {
            person.email.clone_from(&email);
            self.by_email.insert(email, place);
        }
    }

    fn add(&mut self, name: &str, email: String, ids: &mut Ids) -> Result<usize, RejectReason> {
        if self.all.len() >= PEOPLE_MAX {
            return Err(RejectReason::Full { what: "employees" });
        }
        let before_at = email.split('@').next().unwrap_or_default();
        let name = named("employee", if name.is_empty() { before_at } else { name })?;
        Ok(self.push(Person {
            employee: EmployeeId::from_bytes(ids.next()),
            name,
            email,
            new: Some(MemberId::from_bytes(ids.next())),
        }))
    }
}

/// A job as a row may name it.
pub(super) struct KnownJob {
    pub(super) job: JobId,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) customer: String,
    pub(super) new: bool,
}

/// Every job a row may name.
pub(super) struct Jobs {
    pub(super) all: Vec<KnownJob>,
    by_code: BTreeMap<String, usize>,
    by_name: Places<(String, String)>,
}

impl Jobs {
    pub(super) fn read(view: &impl Snapshot) -> Result<Self, ViewError> {
        let mut jobs = Self {
            all: Vec::new(),
            by_code: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for (job, row) in query::jobs(view)? {
            jobs.push(KnownJob {
                job,
                code: row.code,
                name: row.name,
                customer: row.customer,
                new: false,
            });
        }
        Ok(jobs)
    }

    fn push(&mut self, job: KnownJob) -> usize {
        let place = self.all.len();
        if !job.code.is_empty() {
            self.by_code.insert(job.code.to_lowercase(), place);
        }
        let name = (
            line(&job.customer).to_lowercase(),
            line(&job.name).to_lowercase(),
        );
        self.by_name.entry(name).or_default().push(place);
        self.all.push(job);
        place
    }

    /// The place of the job that a row names; `None` when it names none.
    pub(super) fn find(
        &mut self,
        customer: &str,
        name: &str,
        code: &str,
        ids: &mut Ids,
    ) -> Result<Option<usize>, RejectReason> {
        let (customer, name, code) = (line(customer), line(name), line(code));
        if name.is_empty() && code.is_empty() {
            return Ok(None);
        }
        let by_code = self.by_code.get(&code.to_lowercase()).copied();
        let key = (customer.to_lowercase(), name.to_lowercase());
        let mut same = self.by_name.get(&key).cloned().unwrap_or_default();
        if let Some(place) = by_code
            && (name.is_empty() || same.contains(&place))
        {
            return Ok(Some(place));
        }
        if !code.is_empty() {
            // A job of this name with another code is another job.
            same.retain(|place| self.all.get(*place).is_some_and(|job| job.code.is_empty()));
        }
        if let Some(place) = only(&same, RejectReason::AmbiguousJob)? {
            return Ok(Some(place));
        }
        // The firm's own code says more than how a file spells the name. Inside one file a code
        // may stand for several jobs: the second of them is then told apart by its name.
        let own = by_code.filter(|place| self.all.get(*place).is_some_and(|job| !job.new));
        match own {
            Some(place) => Ok(Some(place)),
            None => self
                .add(customer, &name, &code, by_code.is_some(), ids)
                .map(Some),
        }
    }

    fn add(
        &mut self,
        customer: String,
        name: &str,
        code: &str,
        code_taken: bool,
        ids: &mut Ids,
    ) -> Result<usize, RejectReason> {
        if self.all.len() >= WORK_MAX {
            return Err(RejectReason::Full { what: "jobs" });
        }
        let fault = |error| RejectReason::Text {
            field: "job code",
            error,
        };
        let code = rules::code(code).map_err(fault)?;
        if !customer.is_empty() {
            named("customer", &customer)?;
        }
        let job = KnownJob {
            job: JobId::from_bytes(ids.next()),
            name: named("job", if name.is_empty() { &code } else { name })?,
            code: if code_taken { String::new() } else { code },
            customer,
            new: true,
        };
        Ok(self.push(job))
    }
}

/// A cost code as a row may name it.
pub(super) struct KnownCostCode {
    pub(super) cost_code: CostCodeId,
    pub(super) code: String,
    pub(super) name: String,
    /// The one job it is for, or every job.
    pub(super) job: Option<JobId>,
    pub(super) new: bool,
}

/// Every cost code a row may name.
pub(super) struct CostCodes {
    pub(super) all: Vec<KnownCostCode>,
    by_text: Places<String>,
}

impl CostCodes {
    pub(super) fn read(view: &impl Snapshot) -> Result<Self, ViewError> {
        let mut codes = Self {
            all: Vec::new(),
            by_text: BTreeMap::new(),
        };
        for (cost_code, row) in query::cost_codes(view)? {
            codes.push(KnownCostCode {
                cost_code,
                code: row.code,
                name: row.name,
                job: row.job,
                new: false,
            });
        }
        Ok(codes)
    }

    fn push(&mut self, known: KnownCostCode) -> usize {
        let place = self.all.len();
        let texts = [
            line(&known.code).to_lowercase(),
            line(&known.name).to_lowercase(),
        ];
        for text in texts {
            let places = self.by_text.entry(text).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        self.all.push(known);
        place
    }

    /// The place of the cost code that a row names for a job; `None` when it names none.
    pub(super) fn find(
        &mut self,
        text: &str,
        job: Option<JobId>,
        ids: &mut Ids,
    ) -> Result<Option<usize>, RejectReason> {
        let text = line(text);
        if text.is_empty() {
            return Ok(None);
        }
        let key = text.to_lowercase();
        let places = self.by_text.get(&key).cloned().unwrap_or_default();
        let of = |test: &dyn Fn(&KnownCostCode) -> bool| -> Vec<usize> {
            let fits = |place: &usize| self.all.get(*place).is_some_and(test);
            places.iter().copied().filter(fits).collect()
        };
        // What is made for the job says more than what is for every job, the code more than the
        // name.
        let by_code = |known: &KnownCostCode| known.code.to_lowercase() == key;
        let own = |known: &KnownCostCode| known.job.is_some() && known.job == job;
        let every = |known: &KnownCostCode| known.job.is_none();
        let in_order = [
            of(&|known| own(known) && by_code(known)),
            of(&|known| every(known) && by_code(known)),
            of(&own),
            of(&every),
        ];
        for found in in_order {
            if let Some(place) = only(&found, RejectReason::AmbiguousCostCode)? {
                return Ok(Some(place));
            }
        }
        if self.all.len() >= WORK_MAX {
            return Err(RejectReason::Full { what: "cost codes" });
        }
        let known = KnownCostCode {
            cost_code: CostCodeId::from_bytes(ids.next()),
            code: String::new(),
            name: named("cost code", &text)?,
            job: None,
            new: true,
        };
        Ok(Some(self.push(known)))
    }
}
