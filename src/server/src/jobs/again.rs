//! Judges again what is held back, once what it waited for has happened: a step at a time, so that
//! nobody waits for thousands. What is left after a crash is in the store.

use std::time::Duration;

use domain::CompanyId;
use tokio::sync::watch;

use super::outbox::next_write;
use super::{JobContext, stopped, stopped_within};

/// How often it looks even when nothing was written: a company may have been recovering.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long it waits after a write, so that what is written together is seen together.
const SETTLE: Duration = Duration::from_millis(200);

pub(super) async fn run(context: JobContext, mut stopping: watch::Receiver<bool>) {
    let mut written = context.store.subscribe();
    wake_understood(&context).await;
    loop {
        round(&context, &stopping).await;
        tokio::select! {
            () = stopped(&mut stopping) => return,
            () = next_write(&mut written) => {}
            () = tokio::time::sleep(LOOK_EVERY) => continue,
        }
        if stopped_within(&mut stopping, SETTLE).await {
            return;
        }
    }
}

/// This version may know kinds that the one before it parked.
async fn wake_understood(context: &JobContext) {
    let companies = match context.store.system().and_then(|system| system.companies()) {
        Ok(companies) => companies,
        Err(error) => return tracing::error!(%error, "companies cannot be read"),
    };
    for (company, entry) in companies {
        if entry.stopped.is_some() {
            continue;
        }
        let woken = match context.store.wake_understood(company) {
            Ok(None) => continue,
            Ok(Some(waking)) => waking.await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = woken {
            tracing::error!(%company, error, "parked statements cannot be judged again");
        }
    }
}

/// Every company that has something to judge again, until none has.
async fn round(context: &JobContext, stopping: &watch::Receiver<bool>) {
    match context.store.to_judge_again() {
        Ok(companies) => {
            for company in companies {
                steps(context, stopping, company).await;
            }
        }
        Err(error) => tracing::error!(%error, "what is to be judged again cannot be read"),
    }
}

async fn steps(context: &JobContext, stopping: &watch::Receiver<bool>, company: CompanyId) {
    while !*stopping.borrow() {
        match context
            .store
            .judge_again(company, context.clock.now())
            .await
        {
            Ok(true) => {}
            Ok(false) => return,
            // It goes on at the next look: a company that recovers, or a queue that is full.
            Err(error) => {
                return tracing::warn!(%company, %error, "held statements wait to be judged again");
            }
        }
    }
}
