//! Unsent work by another way: a file out of this phone, and a colleague's file into the server.

use gloo_timers::future::TimeoutFuture;
use oplog::segment::SEGMENT_OPS_MAX;
use oplog::sign::head_message;
use oplog::{LogHead, Segment, Signature};
use sync::export;

use super::{Ended, Fault, Reason, Stopped};
use crate::state::Phone;

/// The most bytes of a colleague's segments that one exchange carries; the rest is for own ones.
const BATCH_BYTES_MAX: usize = 600 * 1024;

/// How often it is asked whether the exchange under way has ended, in milliseconds.
const RUNNING_ASK_MS: u32 = 200;

/// What came of a colleague's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upload {
    /// So many segments are on the server now, and so many were not taken.
    Sent {
        /// On the server.
        taken: usize,
        /// Not taken.
        refused: usize,
    },
    /// It is no file of unsent work.
    NotSuchAFile,
    /// The server was not reached.
    NoAnswer,
    /// The server was reached and did not do it.
    Failed,
}

impl Phone {
    /// The file of what this phone holds and the server does not; `None` when there is nothing.
    pub(crate) async fn export_unsent(self) -> Result<Option<Vec<u8>>, ()> {
        let core = self.core.get_clone_untracked().ok_or(())?;
        let mut segments = Vec::new();
        let mut from = self
            .book
            .with_untracked(|book| book.as_ref().map(|book| book.receipted().next_seq))
            .ok_or(())?;
        while let Some(mut segment) = self.next_segment(from) {
            let message = head_message(segment.company, segment.log, segment.after);
            segment.signature = self.sign(&core, &message).await.map_err(drop)?;
            from = segment.after.next_seq;
            segments.push(segment.encode().map_err(drop)?);
        }
        Ok((!segments.is_empty()).then(|| export::write(&segments)))
    }

    /// Sends a colleague's file.
    pub(crate) async fn upload(self, file: &[u8]) -> Upload {
        let Ok(segments) = export::read(file) else {
            return Upload::NotSuchAFile;
        };
        while self.sync.with_untracked(|sync| sync.running) {
            TimeoutFuture::new(RUNNING_ASK_MS).await;
        }
        self.begun();
        let (outcome, ended) = self.send_batches(batches(segments)).await;
        self.ended(ended);
        outcome
    }

    /// What came of the file, and how the exchanges ended.
    async fn send_batches(self, batches: Vec<Vec<Vec<u8>>>) -> (Upload, Result<(), Ended>) {
        let (mut taken, mut refused) = (0, 0);
        for batch in batches {
            let count = batch.len();
            match self.run(Reason::Hand, batch).await {
                Ok(problems) => {
                    refused += problems.len();
                    taken += count.saturating_sub(problems.len());
                }
                // The colleague's work was not taken, which says nothing of this phone's.
                Err(Ended::Fault(Fault::Stopped(Stopped::NotTaken), _)) => refused += count,
                Err(ended) => {
                    let unreached = matches!(
                        ended,
                        Ended::Fault(Fault::NoAnswer | Fault::Busy | Fault::ReadOnly, _)
                    );
                    let outcome = if unreached {
                        Upload::NoAnswer
                    } else {
                        Upload::Failed
                    };
                    return (outcome, Err(ended));
                }
            }
        }
        (Upload::Sent { taken, refused }, Ok(()))
    }

    fn next_segment(self, from: u64) -> Option<Segment> {
        self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            let (before, ops) = book.ops_from(from, SEGMENT_OPS_MAX);
            let fit = Segment::fit(ops.iter().map(|op| op.bytes.as_slice()));
            let last = ops.get(fit.checked_sub(1)?)?;
            let next_seq = before.next_seq.saturating_add(fit as u64);
            let after = LogHead {
                next_seq,
                hash: last.hash_after,
            };
            Some(Segment {
                company: book.identity().company,
                log: book.identity().log,
                before,
                after,
                signature: Signature([0; 32], [0; 32]),
                ops: ops.into_iter().take(fit).map(|op| op.bytes).collect(),
            })
        })
    }
}

/// The segments in their order, in groups that fit into one request.
fn batches(segments: Vec<Vec<u8>>) -> Vec<Vec<Vec<u8>>> {
    let mut batches: Vec<Vec<Vec<u8>>> = Vec::new();
    let mut size = usize::MAX;
    for segment in segments {
        if size.saturating_add(segment.len()) > BATCH_BYTES_MAX {
            batches.push(Vec::new());
            size = 0;
        }
        size = size.saturating_add(segment.len());
        if let Some(batch) = batches.last_mut() {
            batch.push(segment);
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_grouped_in_their_order_and_none_is_left_out() {
        let segments = vec![
            vec![1; 400 * 1024],
            vec![2; 200 * 1024],
            vec![3; 1],
            vec![4; 700 * 1024],
        ];
        let grouped = batches(segments.clone());
        assert_eq!(grouped.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(grouped.concat(), segments);
        assert!(batches(Vec::new()).is_empty());
    }
}
