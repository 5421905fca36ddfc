//! An invitation on its way: from the command to the mail server and back into the journal.

use domain::InvitationId;
use domain::company::Role;
use engine::command::AddEmployee;
use oplog::v1::payload::InvitationPurpose;

use super::*;
use crate::jobs::kit::{COMPANY, Office};
use crate::mail::sink::{Manners, readable, sink};

impl Office {
    async fn invite(&self) -> InvitationId {
        let add = Command::AddEmployee(AddEmployee {
            name: "Íñigo Muñoz".to_owned(),
            email: "inigo@example.com".to_owned(),
            number: String::new(),
            role: Role::Worker,
        });
        let employee = self.does(add).await.ops[0].subject();
        self.does(Command::Invite(employee, InvitationPurpose::Device))
            .await
            .ops[0]
            .subject()
    }

    fn mail_problem(&self, invitation: InvitationId) -> Option<String> {
        let view = self.context.store.snapshot(COMPANY).unwrap();
        rows::get::<InvitationRow>(&view, &invitation.to_bytes())
            .unwrap()
            .unwrap()
            .mail_problem
    }
}

#[tokio::test]
async fn an_invitation_is_mailed_once_and_the_office_sees_it() {
    for (language, says) in [
        ("en", "Olivia Reed invites you to record"),
        ("es", "Olivia Reed te invita a registrar"),
    ] {
        let (mailer, served) = sink(Manners::Takes).await;
        let office = Office::founded(language, Some(mailer)).await;
        let invitation = office.invite().await;
        assert_eq!(office.mail_problem(invitation), None);
        office.round().await;
        let text = readable(&served.await.unwrap());
        assert!(text.contains(says), "{text}");
        assert!(
            text.contains(&codes::of_invitation(&office.context.store, invitation).to_string()),
            "{text}"
        );
        assert_eq!(office.mail_problem(invitation), Some(String::new()));
        assert_eq!(office.due(), 0, "it is not sent again");
    }
}

#[tokio::test]
async fn mail_that_was_not_taken_is_tried_again_and_the_problem_is_seen() {
    let (mailer, _served) = sink(Manners::Busy).await;
    let office = Office::founded("en", Some(mailer)).await;
    let invitation = office.invite().await;
    office.round().await;
    let problem = office.mail_problem(invitation).unwrap();
    assert!(
        problem.starts_with("the mail was not sent") && problem.contains("try again later"),
        "{problem}"
    );
    assert_eq!(office.due(), 0, "not at once");
    office.clock.advance(1);
    assert_eq!(office.due(), 1);
    // Nobody listens any more: another problem, seen as well.
    office.round().await;
    assert_ne!(office.mail_problem(invitation).unwrap(), problem);
    office.clock.advance(8 * 24);
    office.round().await;
    assert_eq!(office.due(), 0, "an invitation that is over is not mailed");
}

#[tokio::test]
async fn mail_that_is_refused_for_good_is_given_up() {
    let (mailer, _served) = sink(Manners::Refuses).await;
    let office = Office::founded("en", Some(mailer)).await;
    let invitation = office.invite().await;
    office.round().await;
    let problem = office.mail_problem(invitation).unwrap();
    assert!(
        problem.contains("refused") && problem.contains("was not sent"),
        "{problem}"
    );
    office.clock.advance(24);
    assert_eq!(office.due(), 0);
}

#[tokio::test]
async fn nothing_is_mailed_without_a_mail_server_or_for_a_withdrawn_invitation() {
    let office = Office::founded("en", None).await;
    let invitation = office.invite().await;
    office.round().await;
    assert_eq!((office.mail_problem(invitation), office.due()), (None, 0));
    let (mailer, served) = sink(Manners::Takes).await;
    let office = Office::founded("en", Some(mailer)).await;
    let invitation = office.invite().await;
    office.does(Command::RevokeInvitation(invitation)).await;
    office.round().await;
    assert_eq!((office.mail_problem(invitation), office.due()), (None, 0));
    assert!(!served.is_finished(), "the mail server was not called");
}
