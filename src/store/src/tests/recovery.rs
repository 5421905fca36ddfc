//! A server that was set back waits for what phones had brought it, and for nobody's word but its
//! own.

use super::kit::{Firm, Phone, check_sound, found, minute, open, view_rows};
use crate::{
    BackupOptions, EndRecoveryError, ExecuteError, OpenOptions, Recovery, Shown, Store, WriteError,
    restore,
};
use engine::command::JobText;
use engine::{Command, access};
use oplog::Payload;
use oplog::SigningKey;
use oplog::receipt::{Durable, Signed, Verdict};
use oplog::v1::payload::RecoveryEnd;

/// A server restored from a backup that holds two ops of a phone, which knows of four.
struct SetBack {
    _dirs: [tempfile::TempDir; 2],
    back: Store,
    firm: Firm,
    ahead: Phone,
    receipt: Signed<Durable>,
    position_before: u64,
    other: Phone,
}

fn set_back() -> SetBack {
    let dirs = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let store = open(dirs[0].path());
    let firm = found(&store, 1);
    let mut ahead = firm.phone(&store, "Wanda Worker", 40);
    let other = firm.phone(&store, "Walt Worker", 41);
    let entry = ahead.clock_in(10);
    ahead.clock_out(entry, 400);
    ahead.send(&store, vec![ahead.segment(0, 2)]);
    let mut backup = Vec::new();
    let options = BackupOptions {
        with_key: true,
        now: minute(500),
    };
    store.backup(options, &mut backup).unwrap();
    let entry = ahead.clock_in(600);
    ahead.clock_out(entry, 700);
    let done = ahead.send(&store, vec![ahead.segment(2, 4)]);
    let position_before = firm.snapshot(&store).position();
    drop(store);
    restore(&backup[..], dirs[1].path(), None, minute(1_000), |_| {}).unwrap();
    let back = Store::open(dirs[1].path(), OpenOptions::default()).unwrap();
    SetBack {
        _dirs: dirs,
        back,
        firm,
        ahead,
        receipt: done.receipts[0].clone(),
        position_before,
        other,
    }
}

impl SetBack {
    /// Shows a receipt; whether it told the server something.
    fn show(&self, receipt: &Signed<Durable>) -> bool {
        let shown = Shown {
            company: self.firm.company,
            log: self.ahead.log,
            receipt: receipt.clone(),
            base: (receipt.statement.epoch, self.position_before),
            now: minute(1_100),
        };
        match self.back.shown(shown).unwrap() {
            Some(reply) => {
                reply.wait().unwrap();
                true
            }
            None => false,
        }
    }

    fn recovery(&self) -> Option<Recovery> {
        self.firm.snapshot(&self.back).recovery().unwrap()
    }

    fn add_job(&self) -> Result<(), ExecuteError> {
        let add = Command::AddJob(JobText {
            name: "Barn".to_owned(),
            ..JobText::default()
        });
        self.firm.execute(&self.back, add, minute(1_200)).map(drop)
    }

    fn end(&self) -> Result<u64, EndRecoveryError> {
        self.back
            .end_recovery(self.firm.company, self.firm.owner, minute(1_300))
            .wait()
    }

    /// How many ops of a log are judged.
    fn judged(&self, phone: &Phone) -> usize {
        let snapshot = self.firm.snapshot(&self.back);
        let outcomes = snapshot.outcomes(phone.log, 0, 10_000).unwrap().outcomes;
        assert!(outcomes.iter().all(|one| one.verdict == Verdict::Applied));
        outcomes.len()
    }

    /// The ends of recoveries in the journal: who ended them, how, and what was missing.
    fn ends(&self) -> Vec<(bool, RecoveryEnd, u64)> {
        let journal = self.firm.snapshot(&self.back).journal(0, 10_000).unwrap();
        let ended = journal
            .into_iter()
            .filter_map(|entry| match entry.op.payload {
                Payload::RecoveryEnded(ref ended) => {
                    assert_eq!(entry.verdict, Verdict::Applied);
                    let by_server = entry.op.envelope.actor == access::SYSTEM;
                    Some((by_server, ended.end, ended.missing))
                }
                _other => None,
            });
        ended.collect()
    }
}

#[test]
fn the_journal_waits_until_what_was_shown_is_back_and_then_judges_in_order_of_arrival() {
    let mut set = set_back();
    let rows = view_rows(&set.back, &set.firm);
    let position = set.firm.snapshot(&set.back).position();
    assert!(set.show(&set.receipt));
    let recovery = set.recovery().unwrap();
    assert_eq!((recovery.since, recovery.waiting), (minute(1_100), 0));
    assert_eq!(recovery.position_seen, set.position_before);
    let [awaited] = recovery.awaited[..] else {
        panic!("{:?}", recovery.awaited)
    };
    assert_eq!(
        (awaited.log, awaited.held, awaited.shown),
        (set.ahead.log, 2, 4)
    );
    assert_eq!(set.back.recovering().unwrap(), [set.firm.company]);

    // Commands wait, ingest and receipts do not, and nothing is judged.
    let refused = set.add_job().unwrap_err();
    assert_eq!(refused.code(), "recovering");
    let entry = set.other.clock_in(900);
    let done = set.other.send(&set.back, vec![set.other.segment(0, 1)]);
    assert_eq!(done.receipts[0].statement.next_seq, 1);
    let part = set.ahead.send(&set.back, vec![set.ahead.segment(2, 3)]);
    assert_eq!(part.receipts[0].statement.next_seq, 3);
    assert_eq!(set.firm.snapshot(&set.back).position(), position);
    assert_eq!((set.judged(&set.other), set.judged(&set.ahead)), (0, 2));
    assert_eq!(view_rows(&set.back, &set.firm), rows);
    assert_eq!(set.recovery().unwrap().waiting, 2);
    check_sound(&set.back);

    // The last one is back: all goes on without anyone.
    set.other.clock_out(entry, 950);
    set.other.send(&set.back, vec![set.other.segment(1, 2)]);
    set.ahead.send(&set.back, vec![set.ahead.segment(3, 4)]);
    assert_eq!(set.recovery(), None);
    assert_eq!((set.judged(&set.other), set.judged(&set.ahead)), (2, 4));
    assert_eq!(set.ends(), [(true, RecoveryEnd::Complete, 0)]);
    let journal = set.firm.snapshot(&set.back).journal(position, 10).unwrap();
    let order: Vec<_> = journal.iter().map(|entry| (entry.log, entry.seq)).collect();
    let (ahead, other) = (set.ahead.log, set.other.log);
    assert_eq!(
        order[1..],
        [(other, 0), (ahead, 2), (other, 1), (ahead, 3)],
        "after the end of the recovery, in the order of arrival"
    );
    set.add_job().unwrap();
    check_sound(&set.back);
}

#[test]
fn an_owner_ends_the_wait_for_a_phone_that_never_comes_back_and_it_begins_no_more() {
    let mut set = set_back();
    assert!(matches!(set.end(), Err(EndRecoveryError::NotRecovering)));
    assert!(set.show(&set.receipt));
    set.other.clock_in(900);
    set.other.send(&set.back, vec![set.other.segment(0, 1)]);
    let worker = set
        .back
        .end_recovery(set.firm.company, set.other.member, minute(1_300))
        .wait();
    assert!(
        matches!(
            worker,
            Err(EndRecoveryError::Execute(ExecuteError::Decide(_)))
        ),
        "a worker may not: {worker:?}"
    );
    assert_eq!(set.end().unwrap(), 2);
    assert_eq!(set.ends(), [(false, RecoveryEnd::Confirmed, 2)]);
    assert_eq!((set.recovery(), set.judged(&set.other)), (None, 1));
    set.add_job().unwrap();
    // The phone is there again: it blocks nobody, and what it brings counts when it comes.
    set.show(&set.receipt);
    assert_eq!(set.recovery(), None);
    set.ahead.send(&set.back, vec![set.ahead.segment(2, 4)]);
    assert_eq!(set.judged(&set.ahead), 4);
    assert!(matches!(set.end(), Err(EndRecoveryError::NotRecovering)));
    check_sound(&set.back);
}

#[test]
fn only_this_servers_own_word_on_this_log_is_believed() {
    let set = set_back();
    let true_one = &set.receipt.statement;
    let liar = SigningKey::from_seed([9; 32]);
    let changed = |change: fn(&mut Durable)| {
        let mut receipt = set.receipt.clone();
        change(&mut receipt.statement);
        receipt
    };
    let lies = [
        Signed::new(true_one.clone(), &liar),
        changed(|receipt| receipt.next_seq = 1_000_000),
        changed(|receipt| receipt.hash = [1; 32]),
        changed(|receipt| receipt.epoch += 1),
        // True, but of another log or company than whoever shows it.
        set.back.sign(Durable {
            log: set.other.log,
            next_seq: 50,
            ..true_one.clone()
        }),
        set.back.sign(Durable {
            company: domain::CompanyId::from_bytes([9; 16]),
            ..true_one.clone()
        }),
        // True, and nothing of it is missing.
        set.back.sign(Durable {
            next_seq: 2,
            ..true_one.clone()
        }),
    ];
    for lie in lies {
        assert!(!set.show(&lie), "{lie:?}");
        assert_eq!(set.recovery(), None);
    }
    set.add_job().unwrap();
}

#[test]
fn what_waits_outlives_a_restart_and_another_restore() {
    let mut set = set_back();
    assert!(set.show(&set.receipt));
    set.other.clock_in(900);
    set.other.send(&set.back, vec![set.other.segment(0, 1)]);
    let mut backup = Vec::new();
    let options = BackupOptions {
        with_key: true,
        now: minute(1_150),
    };
    set.back.backup(options, &mut backup).unwrap();
    let again = tempfile::tempdir().unwrap();
    let restored = restore(&backup[..], again.path(), None, minute(2_000), |_| {}).unwrap();
    assert!(restored.report.is_sound(), "{:#?}", restored.report);
    set.back = Store::open(again.path(), OpenOptions::default()).unwrap();
    assert_eq!(set.recovery().unwrap().waiting, 2, "with the restore's own");
    assert_eq!(set.judged(&set.other), 0);
    set.ahead.send(&set.back, vec![set.ahead.segment(2, 4)]);
    assert_eq!(set.recovery(), None);
    assert_eq!((set.judged(&set.other), set.judged(&set.ahead)), (1, 4));
    check_sound(&set.back);
    // A decision not to wait is for one life of the server.
    let later = set.back.sign(Durable {
        next_seq: 9,
        ..set.receipt.statement.clone()
    });
    assert!(set.show(&later));
    set.end().unwrap();
    assert!(set.show(&later));
    assert_eq!(set.recovery(), None);
    let mut backup = Vec::new();
    set.back.backup(options, &mut backup).unwrap();
    let third = tempfile::tempdir().unwrap();
    restore(&backup[..], third.path(), None, minute(3_000), |_| {}).unwrap();
    set.back = Store::open(third.path(), OpenOptions::default()).unwrap();
    assert!(set.show(&later));
    assert!(set.recovery().is_some());
}

#[test]
fn more_than_one_unit_of_work_judges_is_judged_while_commands_wait() {
    let mut set = set_back();
    assert!(set.show(&set.receipt));
    for n in 0..2_500 {
        let entry = set.other.clock_in(n * 2);
        set.other.clock_out(entry, n * 2 + 1);
    }
    for from in (0..5_000).step_by(250) {
        let done = set
            .other
            .send(&set.back, vec![set.other.segment(from, from + 250)]);
        assert!(done.problems.is_empty(), "{:?}", done.problems);
    }
    assert_eq!(set.recovery().unwrap().waiting, 5_000);
    assert_eq!(set.end().unwrap(), 2);
    // Each unit of work is a commit; a command may come between and is told to wait.
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while let Err(error) = set.add_job() {
        assert!(
            matches!(error, ExecuteError::Write(WriteError::Recovering)),
            "{error}"
        );
        assert!(std::time::Instant::now() < until, "it never ended");
    }
    let journal = set.firm.snapshot(&set.back).journal(0, 20_000).unwrap();
    let of_other = journal.iter().filter(|entry| entry.log == set.other.log);
    assert!(of_other.map(|entry| entry.seq).eq(0..5_000));
    check_sound(&set.back);
}
