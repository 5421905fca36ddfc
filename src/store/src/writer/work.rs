//! A unit of work: what it changes over a [`Unit`], and whom it answers.

use domain::CompanyId;
use tokio::sync::oneshot;

use super::reply::Reply;
use crate::error::{Failure, ReadError, WriteError};
use crate::unit::Unit;

/// How running a unit ended.
pub(crate) enum Ran {
    /// Its changes may be merged.
    Done,
    /// It was refused, and changes nothing.
    Refused,
    /// Something is wrong with the company.
    Fault(ReadError),
}

/// Something for the writer to do.
pub(crate) trait Work: Send {
    /// The company it belongs to; `None` for system data.
    fn company(&self) -> Option<CompanyId>;
    /// About how many ops it writes, at least 1.
    fn cost(&self) -> u64;
    /// Makes its changes.
    fn run(&mut self, unit: &mut Unit<'_, '_>) -> Ran;
    /// Answers with what running it gave, after the commit.
    fn answer(self: Box<Self>);
    /// Answers with an error instead.
    fn fail(self: Box<Self>, error: WriteError);
}

/// Work made of a closure.
pub(crate) struct Task<T, E, F> {
    company: Option<CompanyId>,
    cost: u64,
    action: Option<F>,
    result: Option<Result<T, E>>,
    sender: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Task<T, E, F>
where
    T: Send + 'static,
    E: From<WriteError> + Send + 'static,
    F: FnOnce(&mut Unit<'_, '_>) -> Result<T, Failure<E>> + Send + 'static,
{
    /// The work, and its reply.
    pub(crate) fn with_reply(
        company: Option<CompanyId>,
        cost: u64,
        action: F,
    ) -> (Box<dyn Work>, Reply<T, E>) {
        let (sender, reply) = Reply::new();
        let task = Self {
            company,
            cost: cost.max(1),
            action: Some(action),
            result: None,
            sender,
        };
        (Box::new(task), reply)
    }
}

impl<T, E, F> Work for Task<T, E, F>
where
    T: Send + 'static,
    E: From<WriteError> + Send + 'static,
    F: FnOnce(&mut Unit<'_, '_>) -> Result<T, Failure<E>> + Send + 'static,
{
    fn company(&self) -> Option<CompanyId> {
        self.company
    }

    fn cost(&self) -> u64 {
        self.cost
    }

    fn run(&mut self, unit: &mut Unit<'_, '_>) -> Ran {
        let Some(action) = self.action.take() else {
            return Ran::Refused;
        };
        match action(unit) {
            Ok(value) => {
                self.result = Some(Ok(value));
                Ran::Done
            }
            Err(Failure::Refused(error)) => {
                self.result = Some(Err(error));
                Ran::Refused
            }
            Err(Failure::Fault(error)) => Ran::Fault(error),
        }
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            // Whoever asked may have gone; the work is done all the same.
            let _ = self.sender.send(result);
        }
    }

    fn fail(self: Box<Self>, error: WriteError) {
        let _ = self.sender.send(Err(error.into()));
    }
}
