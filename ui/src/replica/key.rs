//! The device's signing key: WebCrypto's, which scripts cannot read, where the browser has
//! Ed25519; else one in memory whose seed is kept in the database.

use js_sys::{Array, Object, Reflect, Uint8Array};
use oplog::{PublicKey, Signature, SigningKey};
use sycamore::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// Making a key or signing did not work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the device key does not work: {0}")]
pub struct KeyError(String);

/// A device's signing key.
#[derive(Clone)]
pub enum DeviceKey {
    /// Inside the browser; it signs, and never comes out.
    Browser(CryptoKey),
    /// In memory, for browsers without Ed25519.
    Memory {
        /// The key.
        key: Box<SigningKey>,
        /// What it is made from, as it is stored.
        seed: [u8; 32],
    },
}

impl DeviceKey {
    /// A new key and its public half.
    ///
    /// # Errors
    /// When the browser gives no entropy.
    pub async fn generate() -> Result<(DeviceKey, PublicKey), KeyError> {
        match generate_in_browser().await {
            Ok(pair) => Ok(pair),
            Err(_no_ed25519) => {
                let mut seed = [0; 32];
                getrandom::fill(&mut seed).map_err(|error| KeyError(error.to_string()))?;
                let key = SigningKey::from_seed(seed);
                let public = key.public();
                Ok((
                    DeviceKey::Memory {
                        key: Box::new(key),
                        seed,
                    },
                    public,
                ))
            }
        }
    }

    /// The form in which the database keeps it.
    pub fn to_stored(&self) -> JsValue {
        match self {
            DeviceKey::Browser(key) => key.clone().into(),
            DeviceKey::Memory { seed, .. } => Uint8Array::from(seed.as_slice()).into(),
        }
    }

    /// The key of its stored form.
    pub fn from_stored(stored: &JsValue) -> Option<DeviceKey> {
        if let Some(key) = stored.dyn_ref::<CryptoKey>() {
            return Some(DeviceKey::Browser(key.clone()));
        }
        let seed: [u8; 32] = stored.dyn_ref::<Uint8Array>()?.to_vec().try_into().ok()?;
        Some(DeviceKey::Memory {
            key: Box::new(SigningKey::from_seed(seed)),
            seed,
        })
    }

    /// Whether scripts cannot read it.
    pub fn is_sealed(&self) -> bool {
        matches!(self, DeviceKey::Browser(_))
    }

    /// Signs a message.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError> {
        match self {
            DeviceKey::Memory { key, .. } => Ok(key.sign(message)),
            DeviceKey::Browser(key) => {
                let message = Uint8Array::from(message);
                let signing = subtle()?
                    .sign_with_object_and_buffer_source(&algorithm()?, key, &message)
                    .map_err(|error| refused(&error))?;
                let signature = JsFuture::from(signing)
                    .await
                    .map_err(|error| refused(&error))?;
                Signature::from_slice(&Uint8Array::new(&signature).to_vec())
                    .ok_or_else(|| KeyError("a signature of another length".to_owned()))
            }
        }
    }
}

async fn generate_in_browser() -> Result<(DeviceKey, PublicKey), KeyError> {
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let subtle = subtle()?;
    let made = subtle
        .generate_key_with_object(&algorithm()?, false, &uses)
        .map_err(|error| refused(&error))?;
    let pair = JsFuture::from(made)
        .await
        .map_err(|error| refused(&error))?;
    let half = |name: &str| -> Result<CryptoKey, KeyError> {
        Reflect::get(&pair, &name.into())
            .and_then(|key| key.dyn_into::<CryptoKey>())
            .map_err(|error| refused(&error))
    };
    let exported = subtle
        .export_key("raw", &half("publicKey")?)
        .map_err(|error| refused(&error))?;
    let raw = JsFuture::from(exported)
        .await
        .map_err(|error| refused(&error))?;
    let public: [u8; 32] = Uint8Array::new(&raw)
        .to_vec()
        .try_into()
        .map_err(|_| KeyError("a public key of another length".to_owned()))?;
    Ok((DeviceKey::Browser(half("privateKey")?), PublicKey(public)))
}

fn subtle() -> Result<SubtleCrypto, KeyError> {
    Ok(window().crypto().map_err(|error| refused(&error))?.subtle())
}

fn algorithm() -> Result<Object, KeyError> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"Ed25519".into()).map_err(|error| refused(&error))?;
    Ok(algorithm)
}

fn refused(error: &JsValue) -> KeyError {
    KeyError(format!("{error:?}"))
}
