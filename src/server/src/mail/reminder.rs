//! The mail that reminds: somebody of the own timesheet, or of those that wait to be approved.

use domain::time::Zone;
use jiff::Timestamp;
use jiff::civil::Date;
use lettre::message::{Mailbox, Message};
use minijinja::context;
use oplog::v1::payload::ReminderStep;

use super::date::{day, moment};
use super::language::Language;
use super::letter::{ComposeError, Letter, render};
use crate::config::PublicUrl;

const TEMPLATES: [(&str, &str); 4] = [
    (
        "reminder.en.txt",
        include_str!("../../../../assets/mail/reminder.en.txt"),
    ),
    (
        "reminder.es.txt",
        include_str!("../../../../assets/mail/reminder.es.txt"),
    ),
    (
        "reminder.en.html",
        include_str!("../../../../assets/mail/reminder.en.html"),
    ),
    (
        "reminder.es.html",
        include_str!("../../../../assets/mail/reminder.es.html"),
    ),
];

/// Everything that the mail says.
#[derive(Debug, Clone)]
pub struct ReminderMail {
    /// The company's language.
    pub language: Language,
    /// The company's name.
    pub company: String,
    /// Who is reminded.
    pub person: String,
    /// Where the mail goes.
    pub email: String,
    /// Of what.
    pub step: ReminderStep,
    /// The first date of the pay period.
    pub first: Date,
    /// Its last date.
    pub last: Date,
    /// Until when it is to be done.
    pub until: Timestamp,
    /// The company's zone.
    pub zone: Zone,
}

impl ReminderMail {
    /// The message. `identity` makes its Message-ID, the same for every try to deliver it.
    ///
    /// # Errors
    /// When the address is not one, or the message cannot be built.
    pub fn compose(
        &self,
        from: &Mailbox,
        public_url: &PublicUrl,
        identity: &str,
        now: Timestamp,
    ) -> Result<Message, ComposeError> {
        let subject = self.subject();
        let write = |form| self.render(form, &subject, public_url, now);
        let (text, html) = (write("txt")?, write("html")?);
        let letter = Letter {
            person: &self.person,
            email: &self.email,
            language: self.language,
            subject,
            text,
            html,
        };
        letter.message(from, public_url, identity, now)
    }

    fn subject(&self) -> String {
        let company = &self.company;
        match (self.language, self.step) {
            (Language::English, ReminderStep::Submit) => {
                format!("Your timesheet at {company} waits for you")
            }
            (Language::English, ReminderStep::Approve) => {
                format!("Timesheets of {company} wait to be approved")
            }
            (Language::Spanish, ReminderStep::Submit) => {
                format!("Su hoja de horas en {company} le espera")
            }
            (Language::Spanish, ReminderStep::Approve) => {
                format!("Hojas de horas de {company} esperan su aprobación")
            }
        }
    }

    fn render(
        &self,
        form: &str,
        subject: &str,
        public_url: &PublicUrl,
        now: Timestamp,
    ) -> Result<String, minijinja::Error> {
        let submit = self.step == ReminderStep::Submit;
        let link = if submit {
            format!("{public_url}/app/")
        } else {
            format!("{public_url}/timesheets?show=approve&period={}", self.first)
        };
        let name = format!("reminder.{}.{form}", self.language.code());
        let values = context! {
            submit,
            overdue => self.until < now,
            subject,
            company => &self.company,
            person => &self.person,
            first => day(self.first, self.language),
            last => day(self.last, self.language),
            until => moment(self.until, &self.zone, self.language),
            link,
        };
        render(TEMPLATES, &name, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(language: Language, step: ReminderStep) -> ReminderMail {
        ReminderMail {
            language,
            company: "Reed & Sons <Framing>".to_owned(),
            person: "Ana Muñoz".to_owned(),
            email: "ana@example.com".to_owned(),
            step,
            first: "2026-03-02".parse().unwrap(),
            last: "2026-03-08".parse().unwrap(),
            until: "2026-03-09T17:00:00Z".parse().unwrap(),
            zone: Zone::named("America/New_York").unwrap(),
        }
    }

    fn written(language: Language, step: ReminderStep, form: &str, now: &str) -> String {
        let url = PublicUrl::parse("https://time.example.com").unwrap();
        let now = now.parse().unwrap();
        mail(language, step).render(form, "s", &url, now).unwrap()
    }

    #[test]
    fn it_says_of_which_days_until_when_and_where() {
        let (before, after) = ("2026-03-09T12:00:00Z", "2026-03-10T12:00:00Z");
        for (language, step, now, expect) in [
            (
                Language::English,
                ReminderStep::Submit,
                before,
                [
                    "Monday 2 March 2026",
                    "until Monday 9 March 2026 at 13:00",
                    "com/app/",
                ],
            ),
            (
                Language::English,
                ReminderStep::Approve,
                after,
                [
                    "Sunday 8 March 2026",
                    "was until Monday 9",
                    "?show=approve&period=2026-03-02",
                ],
            ),
            (
                Language::Spanish,
                ReminderStep::Submit,
                after,
                [
                    "lunes 2 de marzo de 2026",
                    "terminó el lunes 9 de marzo",
                    "com/app/",
                ],
            ),
            (
                Language::Spanish,
                ReminderStep::Approve,
                before,
                [
                    "domingo 8 de marzo",
                    "hasta el lunes 9 de marzo",
                    "period=2026-03-02",
                ],
            ),
        ] {
            let text = written(language, step, "txt", now);
            for part in expect {
                assert!(text.contains(part), "{part} is missing in\n{text}");
            }
        }
    }

    #[test]
    fn names_cannot_become_markup() {
        for language in [Language::English, Language::Spanish] {
            let html = written(
                language,
                ReminderStep::Submit,
                "html",
                "2026-03-09T12:00:00Z",
            );
            assert!(html.contains("Reed &amp; Sons &lt;Framing&gt;"), "{html}");
        }
    }
}
