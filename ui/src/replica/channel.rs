//! How the tabs of one phone tell each other that the database has changed.

use sycamore::prelude::console_log;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "timetrakr-replica";

/// What another tab did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It appended ops.
    Appended,
    /// It stored what the server sent.
    Synced,
    /// It enrolled this phone, or left.
    Identity,
}

impl News {
    fn word(self) -> &'static str {
        match self {
            News::Appended => "appended",
            News::Synced => "synced",
            News::Identity => "identity",
        }
    }

    fn from_word(word: &str) -> Option<News> {
        [News::Appended, News::Synced, News::Identity]
            .into_iter()
            .find(|news| news.word() == word)
    }
}

/// The line between the tabs. Where the browser has none, a tab sees the others' work when it
/// appends or syncs.
#[derive(Clone)]
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Opens the line; `heard` is called for as long as the page lives.
    pub fn open(heard: impl Fn(News) + 'static) -> Channel {
        let Ok(channel) = BroadcastChannel::new(NAME) else {
            return Channel(None);
        };
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(news) = event
                .data()
                .as_string()
                .as_deref()
                .and_then(News::from_word)
            {
                heard(news);
            }
        });
        channel.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
        Channel(Some(channel))
    }

    /// Tells the other tabs.
    pub fn tell(&self, news: News) {
        if let Some(channel) = &self.0
            && channel.post_message(&news.word().into()).is_err()
        {
            console_log!("the other tabs were not told");
        }
    }
}
