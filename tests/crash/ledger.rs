//! The list of what was receipted, which the load keeps by itself, against what the server has.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{CompanyId, LogId};
use oplog::receipt::Durable;
use store::{JournalEntry, OpenOptions, Store};
use testkit::Replica;

/// How many journal entries are read at once.
const PAGE: usize = 4_096;

/// Every op that a signed receipt covers, by log and sequence, as the bytes that the phone wrote.
#[derive(Default)]
pub struct Ledger {
    receipted: BTreeMap<(LogId, u64), Vec<u8>>,
    covered: BTreeMap<LogId, u64>,
}

impl Ledger {
    /// Takes over a phone's new receipts, each held against the phone's own chain.
    pub fn note(&mut self, replica: &Replica) -> Result<(), String> {
        let phone = &replica.phone;
        for receipt in &replica.receipts {
            let Durable { next_seq, hash, .. } = receipt;
            if *next_seq > phone.head.next_seq || phone.head_at(*next_seq).hash.0 != *hash {
                return Err(format!("a receipt of log {} is of other ops", phone.log));
            }
            let covered = self.covered.entry(phone.log).or_default();
            for seq in *covered..*next_seq {
                let at = usize::try_from(seq).map_err(|error| error.to_string())?;
                let bytes = phone.written[at].bytes().to_vec();
                self.receipted.insert((phone.log, seq), bytes);
            }
            *covered = (*covered).max(*next_seq);
        }
        Ok(())
    }

    /// Up to where a log is receipted.
    pub fn covered(&self, log: LogId) -> u64 {
        self.covered.get(&log).copied().unwrap_or_default()
    }

    /// How many ops are on the list.
    pub fn len(&self) -> usize {
        self.receipted.len()
    }

    /// Opens the store that a stopped server left: everything on the list is in the journal, once
    /// and as it was written, and the whole is sound.
    pub fn check(&self, data: &Path, company: CompanyId) -> Result<(), String> {
        let store = Store::open(data, OpenOptions::default()).map_err(|error| error.to_string())?;
        let snapshot = store.snapshot(company).map_err(|error| error.to_string())?;
        let mut found: BTreeMap<(LogId, u64), u32> = BTreeMap::new();
        let mut after = 0;
        loop {
            let page = snapshot
                .journal(after, PAGE)
                .map_err(|error| error.to_string())?;
            let Some(last) = page.last() else { break };
            after = last.position;
            for entry in &page {
                self.compare(entry)?;
                *found.entry((entry.log, entry.seq)).or_default() += 1;
            }
        }
        let missing = self.receipted.keys().find(|key| !found.contains_key(key));
        if let Some((log, seq)) = missing {
            return Err(format!(
                "LOST: op {seq} of log {log} was receipted and is gone"
            ));
        }
        if let Some(((log, seq), times)) = found.iter().find(|(_, times)| **times > 1) {
            return Err(format!(
                "op {seq} of log {log} is in the journal {times} times"
            ));
        }
        let report = store.verify().map_err(|error| error.to_string())?;
        if report.is_sound() {
            Ok(())
        } else {
            Err(format!("verify found {:?}", report.problems))
        }
    }

    fn compare(&self, entry: &JournalEntry) -> Result<(), String> {
        let (log, seq) = (entry.log, entry.seq);
        match self.receipted.get(&(log, seq)) {
            Some(bytes) if bytes.as_slice() != entry.op.bytes() => {
                Err(format!("op {seq} of log {log} is not what was receipted"))
            }
            Some(_) | None => Ok(()),
        }
    }
}
