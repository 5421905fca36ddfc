//! The little of IndexedDB that the replica needs, as futures: open, a transaction over some
//! stores, and requests in it.
//!
//! A request's future resolves in the microtask after its event, while its transaction is still
//! active, so requests may be awaited one after another inside a transaction, and nothing else.
//! `durability` is asked for by name, because the typed bindings do not have it yet.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use sycamore::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

use super::lock::after;

/// Why the database did not do as asked. Nothing of a failed transaction was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// The browser gives no room for more.
    #[error("the storage of this browser is full")]
    Full,
    /// The browser has no IndexedDB, or blocks it.
    #[error("this browser does not let TimeTrakr keep anything: {0}")]
    Blocked(String),
    /// A later version of the app has written here.
    #[error("a newer version of TimeTrakr has used this storage: {0}")]
    Newer(String),
    /// The browser does not answer: another tab holds on to the database.
    #[error("the browser's storage does not answer")]
    Silent,
    /// What is stored cannot be read.
    #[error("what is stored in {store} cannot be read")]
    Unreadable {
        /// The store.
        store: &'static str,
    },
    /// Anything else that the browser said.
    #[error("the browser's storage failed: {0}")]
    Failed(String),
}

impl DbError {
    /// The error of an exception that the browser threw.
    pub(super) fn thrown(value: &JsValue) -> DbError {
        // Newer browsers throw a full storage as an error of its own class.
        let name = Reflect::get(value, &"name".into()).unwrap_or_default();
        let name = name.as_string().unwrap_or_default();
        let said = match value.dyn_ref::<DomException>() {
            Some(exception) => format!("{name}: {}", exception.message()),
            None => format!("{value:?}"),
        };
        match name.as_str() {
            "QuotaExceededError" => DbError::Full,
            "VersionError" => DbError::Newer(said),
            // What a browser says that keeps nothing, as in some private windows.
            "SecurityError" | "NotAllowedError" => DbError::Blocked(said),
            _other => DbError::Failed(said),
        }
    }
}

/// How long opening may take, in milliseconds.
const OPEN_MS_MAX: u32 = 10_000;

/// Who is told that the browser has closed the database.
type Closed = Rc<dyn Fn()>;

/// How sure a transaction must be before it counts as complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Reads only.
    Read,
    /// Complete only when it is on the disk.
    WriteStrict,
}

/// Which database, and the stores that this version of it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schema {
    /// Its name.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) version: u32,
    /// Its stores.
    pub(super) stores: &'static [&'static str],
}

impl Schema {
    /// Opens it, making the stores that are not there; `closed` is told when the browser closes it.
    async fn open(self, closed: &Closed) -> Result<IdbDatabase, DbError> {
        let factory = window()
            .indexed_db()
            .map_err(|error| DbError::Blocked(format!("{error:?}")))?
            .ok_or_else(|| DbError::Blocked("no IndexedDB".to_owned()))?;
        let request = factory
            .open_with_u32(self.name, self.version)
            .map_err(|error| DbError::thrown(&error))?;
        let upgrading = request.clone();
        let upgrade = Closure::<dyn FnMut()>::new(move || make_stores(&upgrading, self.stores));
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        // A tab that is frozen may hold it up for ever.
        let first = Promise::race(&Array::of2(&answered(&request), &after(OPEN_MS_MAX)));
        JsFuture::from(first)
            .await
            .map_err(|error| DbError::thrown(&error))?;
        request.set_onupgradeneeded(None);
        // Asked too early, a request has neither an error nor none.
        let database = match request.error() {
            Ok(_) => outcome(&request),
            Err(_pending) => Err(DbError::Silent),
        };
        let database: IdbDatabase = database?
            .dyn_into()
            .map_err(|_| DbError::Blocked("no database".to_owned()))?;
        // Another tab that brings a newer version may not be held up.
        let old = database.clone();
        let close = Closure::<dyn FnMut()>::new(move || old.close());
        database.set_onversionchange(Some(close.into_js_value().unchecked_ref()));
        let closed = Rc::clone(closed);
        let tell = Closure::<dyn FnMut()>::new(move || closed());
        database.set_onclose(Some(tell.into_js_value().unchecked_ref()));
        Ok(database)
    }
}

/// An open database. The browser may close it at any time: because another tab brings a newer
/// version, because the person clears what is stored, or because a phone that slept ended the
/// process that held it.
#[derive(Clone)]
pub(super) struct Connection {
    schema: Schema,
    closed: Closed,
    database: Rc<RefCell<IdbDatabase>>,
}

impl Connection {
    /// Opens a database; `closed` is called whenever the browser closes it.
    pub(super) async fn open(
        schema: Schema,
        closed: impl Fn() + 'static,
    ) -> Result<Connection, DbError> {
        let closed: Closed = Rc::new(closed);
        let database = Rc::new(RefCell::new(schema.open(&closed).await?));
        Ok(Connection {
            schema,
            closed,
            database,
        })
    }

    /// Begins a transaction over some stores. Where the browser has closed the database it is
    /// opened again, once.
    pub(super) async fn begin(
        &self,
        stores: &[&str],
        access: Access,
    ) -> Result<Transaction, DbError> {
        if let Ok(transaction) = self.try_begin(stores, access) {
            return Ok(transaction);
        }
        let fresh = self.schema.open(&self.closed).await?;
        // Whichever of two callers comes second leaves no connection behind.
        self.database.replace(fresh).close();
        self.try_begin(stores, access)
    }

    fn try_begin(&self, stores: &[&str], access: Access) -> Result<Transaction, DbError> {
        let database = self.database.borrow();
        let names: Array = stores.iter().copied().map(JsValue::from_str).collect();
        let options = Object::new();
        let mode = match access {
            Access::Read => "readonly",
            Access::WriteStrict => {
                set(&options, "durability", "strict")?;
                "readwrite"
            }
        };
        let begin: Function = Reflect::get(&database, &"transaction".into())
            .and_then(JsCast::dyn_into::<Function>)
            .map_err(|error| DbError::thrown(&error))?;
        let transaction: IdbTransaction = begin
            .call3(&database, &names, &mode.into(), &options)
            .map_err(|error| DbError::thrown(&error))?
            .unchecked_into();
        let ending = transaction.clone();
        // Asked for at once: a transaction may complete before its last request is awaited.
        let ended = Promise::new(&mut |resolve, _| {
            ending.set_oncomplete(Some(&resolve));
            ending.set_onabort(Some(&resolve));
        });
        Ok(Transaction { transaction, ended })
    }
}

/// A transaction: all of it is written, or nothing.
pub(super) struct Transaction {
    transaction: IdbTransaction,
    ended: Promise,
}

impl Transaction {
    /// A store inside it.
    pub(super) fn store(&self, name: &'static str) -> Result<Store, DbError> {
        let store = self
            .transaction
            .object_store(name)
            .map_err(|error| DbError::thrown(&error))?;
        Ok(Store { store, name })
    }

    /// Gives it up: nothing is written.
    pub(super) fn abort(&self) {
        if self.transaction.abort().is_err() {
            sycamore::prelude::console_log!("a transaction had already ended");
        }
    }

    /// Waits until it is complete, which for [`Access::WriteStrict`] means on the disk.
    pub(super) async fn complete(self) -> Result<(), DbError> {
        let event: web_sys::Event = JsFuture::from(self.ended)
            .await
            .map_err(|error| DbError::thrown(&error))?
            .unchecked_into();
        if event.type_() == "complete" {
            return Ok(());
        }
        Err(match self.transaction.error() {
            Some(exception) => DbError::thrown(&exception.into()),
            None => DbError::Failed("the transaction was given up".to_owned()),
        })
    }
}

/// A store inside a transaction.
pub(super) struct Store {
    store: IdbObjectStore,
    name: &'static str,
}

impl Store {
    /// The value of a key.
    pub(super) async fn get(&self, key: &JsValue) -> Result<Option<JsValue>, DbError> {
        let value = finished(self.store.get(key)).await?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// The bytes of a key.
    pub(super) async fn bytes(&self, key: &JsValue) -> Result<Option<Vec<u8>>, DbError> {
        self.get(key)
            .await?
            .map(|value| self.as_bytes(&value))
            .transpose()
    }

    /// All keys and values, in order of key, from `from` on.
    pub(super) async fn all(
        &self,
        from: Option<&JsValue>,
    ) -> Result<Vec<(JsValue, JsValue)>, DbError> {
        let (keys, values) = match from {
            None => (self.store.get_all_keys(), self.store.get_all()),
            Some(from) => {
                let range =
                    IdbKeyRange::lower_bound(from).map_err(|error| DbError::thrown(&error))?;
                (
                    self.store.get_all_keys_with_key(&range),
                    self.store.get_all_with_key(&range),
                )
            }
        };
        // Both requests are made before either is awaited: they see the same moment.
        let keys: Array = finished(keys).await?.unchecked_into();
        let values: Array = finished(values).await?.unchecked_into();
        Ok(keys.iter().zip(values.iter()).collect())
    }

    /// Sets a key. A failure shows when the transaction is completed.
    pub(super) fn put(&self, key: &JsValue, value: &JsValue) -> Result<(), DbError> {
        self.store
            .put_with_key(value, key)
            .map(drop)
            .map_err(|error| DbError::thrown(&error))
    }

    /// Sets a key to bytes.
    pub(super) fn put_bytes(&self, key: &JsValue, value: &[u8]) -> Result<(), DbError> {
        self.put(key, &Uint8Array::from(value))
    }

    /// Removes a key.
    pub(super) fn delete(&self, key: &JsValue) -> Result<(), DbError> {
        self.store
            .delete(key)
            .map(drop)
            .map_err(|error| DbError::thrown(&error))
    }

    /// Removes every key below one.
    pub(super) fn delete_below(&self, key: &JsValue) -> Result<(), DbError> {
        let below = IdbKeyRange::upper_bound_with_open(key, true);
        let below = below.map_err(|error| DbError::thrown(&error))?;
        self.delete(&below)
    }

    /// Removes every key.
    pub(super) fn clear(&self) -> Result<(), DbError> {
        self.store
            .clear()
            .map(drop)
            .map_err(|error| DbError::thrown(&error))
    }

    /// The bytes of a value or of a key.
    pub(super) fn as_bytes(&self, value: &JsValue) -> Result<Vec<u8>, DbError> {
        if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
            return Ok(bytes.to_vec());
        }
        // Keys come back as buffers.
        if value.is_instance_of::<js_sys::ArrayBuffer>() {
            return Ok(Uint8Array::new(value).to_vec());
        }
        Err(DbError::Unreadable { store: self.name })
    }
}

fn make_stores(request: &web_sys::IdbOpenDbRequest, stores: &[&str]) {
    let Ok(database) = request.result() else {
        return;
    };
    let database: IdbDatabase = database.unchecked_into();
    let present = database.object_store_names();
    for name in stores {
        if !present.contains(name) && database.create_object_store(name).is_err() {
            sycamore::prelude::console_log!("the store {name} could not be made");
        }
    }
}

async fn finished(request: Result<IdbRequest, JsValue>) -> Result<JsValue, DbError> {
    settled(&request.map_err(|error| DbError::thrown(&error))?).await
}

async fn settled(request: &IdbRequest) -> Result<JsValue, DbError> {
    JsFuture::from(answered(request))
        .await
        .map_err(|error| DbError::thrown(&error))?;
    outcome(request)
}

/// Resolves when a request has been answered, with or without success.
fn answered(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, _| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&resolve));
    })
}

fn outcome(request: &IdbRequest) -> Result<JsValue, DbError> {
    match request.error().map_err(|error| DbError::thrown(&error))? {
        Some(exception) => Err(DbError::thrown(&exception.into())),
        None => request.result().map_err(|error| DbError::thrown(&error)),
    }
}

fn set(object: &Object, name: &str, value: &str) -> Result<(), DbError> {
    Reflect::set(object, &name.into(), &value.into())
        .map(drop)
        .map_err(|error| DbError::thrown(&error))
}
