//! What a code in a link leads to. Looking at it changes nothing; the button of what it leads to
//! spends it.

use api::invitation::LookRequest;
use gloo_net::http::Method;
use serde::de::DeserializeOwned;
use sycamore::futures::spawn_local_scoped;
use sycamore::prelude::*;
use ui::components::{Button, ButtonKind, ErrorState, Load, Loaded, SkeletonKind};
use ui::t;

use crate::state::App;
use crate::{address, http};

/// One kind of link.
pub struct Linked {
    /// The page's title.
    pub title: String,
    /// Where a code is looked at.
    pub path: &'static str,
    /// The code of the problem that says that the link is no longer good.
    pub over: &'static str,
    /// The title then.
    pub over_title: String,
}

/// The page for a code: `view` makes what it leads to.
pub fn page<L>(
    app: App,
    code: String,
    link: Linked,
    view: impl Fn(String, L) -> View + Copy + 'static,
) -> View
where
    L: DeserializeOwned + Clone + 'static,
{
    let state = create_signal(Load::Pending);
    let again = create_signal(0_u32);
    let ended = create_signal(None::<String>);
    let Linked {
        title,
        path,
        over,
        over_title,
    } = link;
    let looked = code.clone();
    create_effect(move || {
        again.track();
        let request = LookRequest {
            code: looked.clone(),
        };
        spawn_local_scoped(async move {
            match http::send(Method::POST, path, &request).await {
                Ok(look) => state.set(Load::Ready(look)),
                // Trying again does not open it.
                Err(fault) if fault.is(over) => ended.set(Some(fault.words())),
                Err(fault) => state.set(Load::Failed(fault.words())),
            }
        });
    });
    let found = View::from_dynamic(move || {
        if let Some(words) = ended.get_clone() {
            let title = over_title.clone();
            return view! { ErrorState(body=words, title=title) };
        }
        let code = code.clone();
        view! {
            Loaded(
                state=*state, skeleton=SkeletonKind::Lines,
                on_retry=move |()| again.update(|n| *n += 1),
                view=move |look: L| view(code.clone(), look),
            )
        }
    });
    let leave = move |()| {
        address::forget_code();
        app.start();
    };
    let content = view! {
        (found)
        div(class="form-actions") {
            Button(label=t!("join-leave"), kind=ButtonKind::Quiet, on_press=leave)
        }
    };
    super::frame(title, String::new(), false, content)
}
