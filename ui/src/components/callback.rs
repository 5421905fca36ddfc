//! What a component calls when something was done to it.

use std::fmt;
use std::rc::Rc;

/// A shared handler, made from any `Fn(T)`: `on_press=move |()| save()`.
pub struct Callback<T = ()>(Rc<dyn Fn(T)>);

impl<T> Callback<T> {
    /// Calls the handler.
    pub fn call(&self, value: T) {
        (self.0)(value);
    }
}

impl<T> Clone for Callback<T> {
    fn clone(&self) -> Self {
        Callback(Rc::clone(&self.0))
    }
}

impl<T> Default for Callback<T> {
    fn default() -> Self {
        Callback(Rc::new(|_| {}))
    }
}

impl<T> fmt::Debug for Callback<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Callback")
    }
}

impl<T, F> From<F> for Callback<T>
where
    F: Fn(T) + 'static,
{
    fn from(f: F) -> Self {
        Callback(Rc::new(f))
    }
}
