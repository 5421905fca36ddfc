//! The whole way in Spanish: who reads Spanish meets no English.

use support::Look;

use crate::crew::{Crew, all_is_counted, mode_is, tap};

#[tokio::test]
async fn a_spanish_phone_and_office_speak_spanish() {
    let crew = Crew::enrolled(
        Look::OFFICE.language("es-MX"),
        Look::PHONE.language("es-MX"),
    )
    .await;
    let phone = crew.phone.page();
    phone.shows("Fichar entrada").await;
    tap(phone, "on").await;
    phone.shows("Fichar salida").await;
    all_is_counted(phone).await;
    phone.says("sync-line", "Contado").await;
    tap(phone, "off").await;
    mode_is(phone, "off").await;
    phone.shot("phone-spanish").await;
    let desk = crew.desk.page();
    desk.goto(&crew.server.url("/")).await;
    desk.shows("Hoy").await;
    desk.shows("Hojas de horas").await;
    desk.shot("office-spanish").await;
    let language = desk
        .run("return document.documentElement.lang", Vec::new())
        .await;
    assert_eq!(language, "es");
}
