//! Web Locks, which order the tabs of one phone. A courtesy only: what must hold is held by the
//! compare-and-set inside the database, also where there are no locks and beside a frozen tab.

use js_sys::{Array, Function, Object, Promise, Reflect};
use sycamore::prelude::window;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The lock under which ops are appended.
pub const APPEND: &str = "timetrakr-append";
/// The lock under which a tab syncs.
pub const SYNC: &str = "timetrakr-sync";
/// How long appending waits for its lock, in milliseconds.
pub const APPEND_WAIT_MS: u32 = 500;

/// A lock that is held, or the permission to go on without one; dropping it lets it go.
pub struct Held {
    release: Option<Function>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.release.take()
            && release.call0(&JsValue::NULL).is_err()
        {
            sycamore::prelude::console_log!("a lock was not let go");
        }
    }
}

/// Waits for a lock at most so long, then goes on without it.
pub async fn at_most(name: &str, wait_ms: u32) -> Held {
    let Some(waiting) = Waiting::start(name, Patience::Wait) else {
        return Held { release: None };
    };
    let either = Promise::race(&Array::of2(&waiting.answered, &after(wait_ms)));
    if JsFuture::from(either).await.is_err() {
        sycamore::prelude::console_log!("a lock could not be asked for");
    }
    // Where the time ran out the request is let go as soon as it is granted.
    Held {
        release: Some(waiting.release),
    }
}

/// Resolves after so many milliseconds.
pub(super) fn after(ms: u32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        if window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms)
            .is_err()
        {
            sycamore::prelude::console_log!("there is no timer");
        }
    })
}

/// A lock if no other tab holds it; `None` if one does.
pub async fn if_free(name: &str) -> Option<Held> {
    let Some(waiting) = Waiting::start(name, Patience::None) else {
        return Some(Held { release: None });
    };
    let granted = JsFuture::from(waiting.answered).await;
    let held = Held {
        release: Some(waiting.release),
    };
    granted
        .is_ok_and(|granted| granted.is_truthy())
        .then_some(held)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    Wait,
    None,
}

struct Waiting {
    /// Resolves with whether the lock was granted.
    answered: Promise,
    /// Ends the holding, or the wish to hold.
    release: Function,
}

impl Waiting {
    /// Asks for a lock; `None` where the browser has none.
    fn start(name: &str, patience: Patience) -> Option<Waiting> {
        let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let release = release?;
        let mut answer = None;
        let answered = Promise::new(&mut |resolve, _| answer = Some(resolve));
        let answer = answer?;
        let options = Object::new();
        Reflect::set(
            &options,
            &"ifAvailable".into(),
            &(patience == Patience::None).into(),
        )
        .ok()?;
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let got = !lock.is_null();
            if answer.call1(&JsValue::NULL, &got.into()).is_err() {
                sycamore::prelude::console_log!("nobody waits for a lock");
            }
            if got { held.into() } else { JsValue::UNDEFINED }
        });
        request
            .call3(&locks, &name.into(), &options, &granted)
            .ok()?;
        Some(Waiting { answered, release })
    }
}
