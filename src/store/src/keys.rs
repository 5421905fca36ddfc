//! The keys in memory: the master key, one data key for the system tables and one for each
//! company. Destroying a company's key shreds everything that it sealed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::CompanyId;
use oplog::codec;
use oplog::wire;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::ambient::Ambient;
use crate::error::ReadError;
use crate::room::{Owner, Room};
use crate::seal::{self, KeyId, MASTER, MasterKey, SealingKey};

const HASH_KEY_CONTEXT: &str = "timetrakr store keyed hash 1";
const ROW_LIMIT: usize = 256;

/// A data key as it is stored, sealed under the master key. Key: its number.
#[derive(Serialize, Deserialize)]
struct DataKeyRow {
    /// Whose values it seals; `None` for the system tables.
    #[serde(with = "wire::id_option")]
    company: Option<CompanyId>,
    key: [u8; 32],
}

impl Drop for DataKeyRow {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

struct Held {
    company: Option<CompanyId>,
    key: SealingKey,
}

struct DataKeys {
    by_id: HashMap<KeyId, Arc<Held>>,
    by_company: HashMap<CompanyId, KeyId>,
    next: KeyId,
}

/// Every key that is held.
pub(crate) struct Keyring {
    master: SealingKey,
    master_key: MasterKey,
    system: Arc<Held>,
    hash_key: Zeroizing<[u8; 32]>,
    data: RwLock<DataKeys>,
    ambient: Arc<dyn Ambient>,
}

/// A data key that is made but not yet stored.
pub(crate) struct FreshKey {
    id: KeyId,
    held: Arc<Held>,
    row: Zeroizing<Vec<u8>>,
}

impl FreshKey {
    fn new(id: KeyId, row: &DataKeyRow) -> Self {
        let held = Held {
            company: row.company,
            key: SealingKey::new(id, &row.key),
        };
        Self {
            id,
            held: Arc::new(held),
            row: Zeroizing::new(codec::encode(row)),
        }
    }

    /// Key and value of its row, the value not yet sealed.
    pub(crate) fn row(&self) -> ([u8; 4], &[u8]) {
        (self.id.to_be_bytes(), &self.row)
    }
}

impl Keyring {
    /// The keys of a new database, and the system key to be stored.
    pub(crate) fn first(master: &MasterKey, ambient: Arc<dyn Ambient>) -> (Self, FreshKey) {
        let mut key = [0; 32];
        ambient.fill(&mut key);
        let row = DataKeyRow { company: None, key };
        let fresh = FreshKey::new(MASTER + 1, &row);
        let data = DataKeys {
            by_id: HashMap::new(),
            by_company: HashMap::new(),
            next: MASTER + 2,
        };
        let ring = Self {
            master: master.sealing(),
            master_key: master.clone(),
            system: Arc::clone(&fresh.held),
            hash_key: hash_key(&row.key),
            data: RwLock::new(data),
            ambient,
        };
        ring.adopt(&fresh);
        (ring, fresh)
    }

    /// The keys of stored rows. `None` when the master key is not theirs.
    pub(crate) fn load(
        master: &MasterKey,
        rows: Vec<(Vec<u8>, Vec<u8>)>,
        ambient: Arc<dyn Ambient>,
    ) -> Option<Self> {
        let master_key = master.clone();
        let master = master.sealing();
        let mut data = DataKeys {
            by_id: HashMap::new(),
            by_company: HashMap::new(),
            next: MASTER + 1,
        };
        let mut system = None;
        for (key, sealed) in rows {
            let id = KeyId::from_be_bytes(key.as_slice().try_into().ok()?);
            let bytes = Zeroizing::new(master.unseal(Room::DataKey, &key, &sealed).ok()?);
            let row: DataKeyRow = codec::decode::<_, ROW_LIMIT>(&bytes).ok()?;
            let held = Arc::new(Held {
                company: row.company,
                key: SealingKey::new(id, &row.key),
            });
            match row.company {
                Some(company) => {
                    data.by_company.insert(company, id);
                }
                None => system = Some((Arc::clone(&held), hash_key(&row.key))),
            }
            data.by_id.insert(id, held);
            data.next = data.next.max(id.saturating_add(1));
        }
        let (system, hash_key) = system?;
        Some(Self {
            master,
            master_key,
            system,
            hash_key,
            data: RwLock::new(data),
            ambient,
        })
    }

    /// Chance and uptime.
    pub(crate) fn ambient(&self) -> &dyn Ambient {
        self.ambient.as_ref()
    }

    /// Bytes by chance.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ambient.fill(&mut bytes);
        bytes
    }

    /// A new key for a company.
    pub(crate) fn fresh(&self, company: CompanyId) -> FreshKey {
        let mut data = self.data.write().unwrap_or_else(PoisonError::into_inner);
        let id = data.next;
        data.next = data.next.saturating_add(1);
        FreshKey::new(
            id,
            &DataKeyRow {
                company: Some(company),
                key: self.random(),
            },
        )
    }

    /// Takes a new key into use; its row goes into the same transaction as what it seals.
    pub(crate) fn adopt(&self, fresh: &FreshKey) {
        let mut data = self.data.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(company) = fresh.held.company {
            data.by_company.insert(company, fresh.id);
        }
        data.by_id.insert(fresh.id, Arc::clone(&fresh.held));
    }

    /// The sealed form of a value.
    ///
    /// # Errors
    /// When there is no key for it.
    pub(crate) fn seal(&self, room: Room, key: &[u8], value: &[u8]) -> Result<Vec<u8>, ReadError> {
        Ok(match room.owner() {
            Owner::Master => self.master.seal(room, key, value),
            Owner::System => self.system.key.seal(room, key, value),
            Owner::Company => {
                let held = company_of(key).and_then(|company| self.current(company));
                held.ok_or(ReadError::UnknownCompany)?
                    .key
                    .seal(room, key, value)
            }
        })
    }

    /// The value of a sealed form.
    ///
    /// # Errors
    /// When it is not what was sealed at that place by a key of its owner.
    pub(crate) fn unseal(
        &self,
        room: Room,
        key: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, ReadError> {
        let owner = match room.owner() {
            Owner::Master => return self.master.unseal(room, key, sealed),
            Owner::System => None,
            Owner::Company => company_of(key),
        };
        let held = seal::key_id(sealed)
            .and_then(|id| self.by_id(id))
            .filter(|held| held.company == owner);
        held.ok_or(ReadError::Unsealed { table: room.name() })?
            .key
            .unseal(room, key, sealed)
    }

    /// The sealed form of a part of a company's file, for its place there.
    ///
    /// # Errors
    /// When there is no such company.
    pub(crate) fn seal_part(
        &self,
        company: CompanyId,
        place: &[u8],
        part: &[u8],
    ) -> Result<Vec<u8>, ReadError> {
        let held = self.current(company).ok_or(ReadError::UnknownCompany)?;
        Ok(held.key.seal_at(place, part))
    }

    /// The part that was sealed for that place by a key of the company, if it is what it was.
    pub(crate) fn unseal_part(
        &self,
        company: CompanyId,
        place: &[u8],
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        seal::key_id(sealed)
            .and_then(|id| self.by_id(id))
            .filter(|held| held.company == Some(company))?
            .key
            .unseal_at(place, sealed)
    }

    /// The key above all others, for a backup that has to be complete.
    pub(crate) const fn master_key(&self) -> &MasterKey {
        &self.master_key
    }

    /// A hash that nobody can make without this store's secret.
    pub(crate) fn hash(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        *self.hasher(purpose).update(bytes).finalize().as_bytes()
    }

    /// Begins such a hash.
    pub(crate) fn hasher(&self, purpose: &str) -> blake3::Hasher {
        let mut hasher = blake3::Hasher::new_keyed(&self.hash_key);
        hasher
            .update(&(purpose.len() as u64).to_be_bytes())
            .update(purpose.as_bytes());
        hasher
    }

    fn by_id(&self, id: KeyId) -> Option<Arc<Held>> {
        let data = self.data.read().unwrap_or_else(PoisonError::into_inner);
        data.by_id.get(&id).cloned()
    }

    fn current(&self, company: CompanyId) -> Option<Arc<Held>> {
        let data = self.data.read().unwrap_or_else(PoisonError::into_inner);
        let id = data.by_company.get(&company)?;
        data.by_id
            .get(id)
            .filter(|held| held.key.id() == *id)
            .cloned()
    }
}

fn hash_key(system_key: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(blake3::derive_key(HASH_KEY_CONTEXT, system_key))
}

/// The company whose id begins a key.
pub(crate) fn company_of(key: &[u8]) -> Option<CompanyId> {
    key.first_chunk::<16>().copied().map(CompanyId::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ambient::Machine;

    #[test]
    fn one_companys_key_opens_nothing_of_another() {
        let master = MasterKey::from_bytes([1; 32]);
        let (ring, _) = Keyring::first(&master, Arc::new(Machine::from_now()));
        let (ours, theirs) = (
            CompanyId::from_bytes([1; 16]),
            CompanyId::from_bytes([2; 16]),
        );
        for company in [ours, theirs] {
            ring.adopt(&ring.fresh(company));
        }
        let sealed = ring.seal(Room::RawOp, &ours.to_bytes(), b"x").unwrap();
        assert_eq!(
            ring.unseal(Room::RawOp, &ours.to_bytes(), &sealed).unwrap(),
            b"x"
        );
        assert!(
            ring.unseal(Room::RawOp, &theirs.to_bytes(), &sealed)
                .is_err()
        );
        assert!(ring.seal(Room::RawOp, &[3; 16], b"x").is_err());
    }

    #[test]
    fn stored_keys_load_under_their_master_key_only() {
        let master = MasterKey::from_bytes([1; 32]);
        let (ring, fresh) = Keyring::first(&master, Arc::new(Machine::from_now()));
        let (key, value) = fresh.row();
        let rows = vec![(key.to_vec(), ring.seal(Room::DataKey, &key, value).unwrap())];
        let loaded = Keyring::load(&master, rows.clone(), Arc::new(Machine::from_now())).unwrap();
        assert_eq!(loaded.hash("a", b"b"), ring.hash("a", b"b"));
        assert!(
            Keyring::load(
                &MasterKey::from_bytes([2; 32]),
                rows,
                Arc::new(Machine::from_now())
            )
            .is_none()
        );
    }
}
