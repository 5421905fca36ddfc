//! One order: its challenge is answered, and the certificate comes back.

use std::time::Duration;

use instant_acme::{
    Account, AuthorizationStatus, Error, Identifier, NewOrder, Order, OrderStatus, Problem,
    RetryPolicy,
};

use super::challenge::{ChallengeError, Question, Ways};

/// What the issuer says of an account that it does not know.
const UNKNOWN_ACCOUNT: &str = "urn:ietf:params:acme:error:accountDoesNotExist";
/// How often the issuer is asked whether it is done, and for how long.
const ASKING: RetryPolicy = RetryPolicy::new()
    .initial_delay(Duration::from_millis(500))
    .backoff(1.5)
    .timeout(Duration::from_secs(180));

/// Why an order came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The issuer refused, or cannot be reached.
    #[error("the ACME server: {}", words(.0))]
    Server(#[from] Error),
    /// The challenge cannot be answered.
    #[error(transparent)]
    Challenge(#[from] ChallengeError),
    /// The issuer has no such challenge for the name.
    #[error(
        "the ACME server does not offer this tls.acme_challenge for {host}; it offers {offered}"
    )]
    NotOffered {
        /// The name.
        host: String,
        /// What it offers.
        offered: String,
    },
    /// The issuer looked and did not find the answer.
    #[error("the ACME server did not accept that {host} is this server: {reason}")]
    NotAccepted {
        /// The name.
        host: String,
        /// What it found.
        reason: String,
    },
}

impl OrderError {
    /// Whether the account has to be made anew.
    pub(super) fn is_of_unknown_account(&self) -> bool {
        match self {
            Self::Server(Error::Api(problem)) => problem.r#type.as_deref() == Some(UNKNOWN_ACCOUNT),
            Self::Server(_)
            | Self::Challenge(_)
            | Self::NotOffered { .. }
            | Self::NotAccepted { .. } => false,
        }
    }
}

/// A certificate chain and its key, in PEM.
pub(super) struct Ordered {
    pub(super) chain: String,
    pub(super) key: String,
}

/// Orders a certificate for a name.
///
/// # Errors
/// When it cannot be had.
pub(super) async fn place(
    account: &Account,
    host: &str,
    ways: &Ways<'_>,
) -> Result<Ordered, OrderError> {
    let identifiers = [Identifier::Dns(host.to_owned())];
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    let mut asked = Vec::new();
    let ready = prove(&mut order, host, ways, &mut asked).await;
    for question in &asked {
        ways.clean_up(question).await;
    }
    ready?;
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&ASKING).await?;
    Ok(Ordered { chain, key })
}

/// Answers what the issuer asks, and waits until it has looked.
async fn prove(
    order: &mut Order,
    host: &str,
    ways: &Ways<'_>,
    asked: &mut Vec<Question>,
) -> Result<(), OrderError> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let offered: Vec<String> = authorization
            .challenges
            .iter()
            .map(|challenge| format!("{:?}", challenge.r#type))
            .collect();
        let Some(mut challenge) = authorization.challenge(ways.kind()) else {
            return Err(OrderError::NotOffered {
                host: host.to_owned(),
                offered: offered.join(", "),
            });
        };
        let question = Question {
            host: host.to_owned(),
            token: challenge.token.clone(),
            authorization: challenge.key_authorization(),
        };
        asked.push(question);
        if let Some(question) = asked.last() {
            ways.present(question).await?;
        }
        challenge.set_ready().await?;
    }
    let reason = match order.poll_ready(&ASKING).await {
        Ok(OrderStatus::Ready | OrderStatus::Processing | OrderStatus::Valid) => return Ok(()),
        Ok(OrderStatus::Pending | OrderStatus::Invalid) => reason(order).await,
        // Some issuers say it with the order itself.
        Err(Error::Api(problem)) => told(&problem),
        Err(error) => return Err(error.into()),
    };
    Err(OrderError::NotAccepted {
        host: host.to_owned(),
        reason,
    })
}

/// What the issuer found wrong, in its own words.
async fn reason(order: &mut Order) -> String {
    let mut found = Vec::new();
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let Ok(authorization) = authorization else {
            continue;
        };
        let errors = authorization.challenges.iter();
        found.extend(errors.filter_map(|challenge| challenge.error.as_ref().map(told)));
    }
    match found.is_empty() {
        true => "it gave no reason".to_owned(),
        false => found.join("; "),
    }
}

fn told(problem: &Problem) -> String {
    problem
        .detail
        .clone()
        .unwrap_or_else(|| problem.to_string())
}

/// An error with what caused it.
pub(super) fn words(error: &Error) -> String {
    let mut words = match error {
        Error::Api(problem) => told(problem),
        error => error.to_string(),
    };
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !words.contains(&text) {
            words.push_str(": ");
            words.push_str(&text);
        }
        cause = inner.source();
    }
    words
}
