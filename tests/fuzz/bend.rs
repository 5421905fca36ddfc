//! How valid input is bent: by bytes, and by its own structure, with lengths and checksums right.

use oplog::Segment;
use testkit::Dice;

/// Numbers that sit on an edge.
const EDGES: [u64; 9] = [
    0,
    1,
    0x7f,
    0xff,
    0x100,
    0x7fff_ffff,
    0xffff_ffff,
    u64::MAX - 1,
    u64::MAX,
];

/// Changes bytes somewhere: one, a run, a number, the end, or a piece of another input.
pub fn bytes(bytes: &mut Vec<u8>, others: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.place(bytes.len() + 1);
    let to = (at + 1 + dice.place(24)).min(bytes.len());
    let run = at.min(to)..to;
    match dice.below(8) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.below(8);
            }
        }
        1 => {
            let edge = EDGES[dice.place(EDGES.len())].to_be_bytes();
            let width = [1, 2, 4, 8][dice.place(4)];
            for (slot, value) in bytes.iter_mut().skip(at).zip(&edge[8 - width..]) {
                *slot = *value;
            }
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(run)),
        4 => {
            let copy = bytes[run].to_vec();
            bytes.splice(at..at, copy);
        }
        5 => {
            let other = &others[dice.place(others.len())];
            let from = dice.place(other.len());
            let piece = other[from..(from + dice.place(200)).min(other.len())].to_vec();
            bytes.splice(at..at, piece);
        }
        6 => bytes[run].fill([0, 0xff, b'"', b','][dice.place(4)]),
        _rest => {
            let noise: Vec<u8> = (0..dice.below(16))
                .map(|_| dice.number().to_le_bytes()[0])
                .collect();
            bytes.splice(at..at, noise);
        }
    }
}

/// A segment whose framing holds, and whose content does not.
pub fn segment(segment: &Segment, dice: &mut Dice) -> Vec<u8> {
    let mut bent = segment.clone();
    for _ in 0..=dice.below(2) {
        let op = dice.place(bent.ops.len());
        match dice.below(6) {
            0 => {
                let others = bent.ops.clone();
                bytes(&mut bent.ops[op], &others, dice);
            }
            1 => bent.ops.reverse(),
            2 => {
                let copy = bent.ops[op].clone();
                bent.ops.insert(op, copy);
            }
            3 => {
                let edge = EDGES[dice.place(EDGES.len())];
                bent.before.next_seq = edge;
                bent.after.next_seq = edge.wrapping_add(bent.ops.len() as u64);
            }
            4 => bent.after.hash.0[dice.place(32)] ^= 1,
            _rest => bent.ops[op].clear(),
        }
    }
    bent.encode().unwrap_or_default()
}
