//! How phones come to trust a server with a local CA, for the office.

use api::trust::{PhoneTrust, TrustPage};
use axum::Json;
use domain::company::Permission;

use super::company::CompanyPath;
use super::problem::Refused;
use crate::auth::member::Member;

/// Where phones are walked through trusting this server.
#[utoipa::path(
    get,
    path = "/companies/{company}/phone-trust",
    tag = "company",
    params(CompanyPath),
    responses((status = 200, body = PhoneTrust))
)]
pub(crate) async fn show(member: Member) -> Result<Json<PhoneTrust>, Refused> {
    let page = member.state().settings().trust_page.clone();
    member
        .read(|member, view| member.must(view, Permission::ManageCompany, None))
        .await?;
    let page = page.map(|page| TrustPage {
        url: page.url,
        qr_svg: page.qr_svg,
        name: page.name,
        fingerprint: page.fingerprint,
    });
    Ok(Json(PhoneTrust { page }))
}
