//! Lists that come in pages. Every list takes `limit`, `after`, `sort` and `q`, beside filters of
//! its own, and answers a [`Page`].

use serde::{Deserialize, Serialize};

/// How many items a page has when the caller does not say.
pub const PAGE_DEFAULT: usize = 100;
/// The most items a page can have.
pub const PAGE_MAX: usize = 500;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// What to pass as `after` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What every list is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListAsked<'a> {
    /// The order.
    pub sort: Option<&'a str>,
    /// From the page before.
    pub after: Option<&'a str>,
    /// How many at most.
    pub limit: Option<usize>,
}

/// Makes the query of a list: its filters, and what every list takes.
macro_rules! list_query {
    (
        $(#[$($doc:tt)*])*
        $name:ident {
            #[$($q_doc:tt)*] q,
            #[$($sort_doc:tt)*] sort,
            $(#[$($filter_doc:tt)*] $filter:ident: $type:ty,)*
        }
    ) => {
        $(#[$($doc)*])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(#[$($filter_doc)*] pub $filter: $type,)*
            #[$($q_doc)*]
            pub q: Option<String>,
            #[$($sort_doc)*]
            pub sort: Option<String>,
            /// `next` of the page before, with the same `sort` and filters.
            pub after: Option<String>,
            /// How many at most, from 1 to 500; 100 when left out.
            pub limit: Option<usize>,
        }

        impl $name {
            /// What every list is asked.
            pub fn list(&self) -> $crate::page::ListAsked<'_> {
                $crate::page::ListAsked {
                    sort: self.sort.as_deref(),
                    after: self.after.as_deref(),
                    limit: self.limit,
                }
            }
        }
    };
}
pub(crate) use list_query;
