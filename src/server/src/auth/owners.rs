//! Who owns a company: looked up, and appointed where hours came before people.

use std::collections::BTreeMap;

use domain::company::Role;
use domain::{AccountId, CompanyId, MemberId};
use engine::command::AppointOwner;
use engine::{Command, access, query};
use jiff::Timestamp;
use oplog::{Op, Payload};
use store::{Account, Execute, ReadError, Store, SystemChange, SystemPlan};

/// The accounts that sign in as owners of a company.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn owners(
    store: &Store,
    company: CompanyId,
) -> Result<Vec<(AccountId, Account)>, ReadError> {
    let people = query::people(&store.snapshot(company)?)?;
    let system = store.system()?;
    let mut owners = Vec::new();
    for (_, employee, member) in people {
        let owner = member.filter(|member| Role::from(member.role) == Role::Owner);
        let Some(account) = owner.and_then(|member| member.account) else {
            continue;
        };
        if let Some(row) = system.account(account)?
            && employee.archived_at.is_none()
        {
            owners.push((account, row));
        }
    }
    Ok(owners)
}

/// The accounts that own any company.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn all_owners(store: &Store) -> Result<BTreeMap<AccountId, Account>, ReadError> {
    let mut all = BTreeMap::new();
    for (company, _) in store.system()?.companies()? {
        all.extend(owners(store, company)?);
    }
    Ok(all)
}

/// What makes an account the owner of a company that has none.
pub(crate) fn appoint(company: CompanyId, appointed: AppointOwner, now: Timestamp) -> Execute {
    let account = appointed.account;
    let plan =
        SystemPlan::after(move |ops| membership(ops, account, company).into_iter().collect());
    let appoint = Command::AppointOwner(appointed);
    Execute::new(company, access::SYSTEM, appoint, now).with_system(plan)
}

/// What lets an account sign in as the owner that these ops made.
pub(crate) fn membership(
    ops: &[Op],
    account: AccountId,
    company: CompanyId,
) -> Option<SystemChange> {
    owner(ops).map(|member| SystemChange::PutMembership {
        account,
        company,
        member,
    })
}

/// The owner that these ops made.
pub(crate) fn owner(ops: &[Op]) -> Option<MemberId> {
    ops.iter().find_map(|op| match &op.payload {
        Payload::CompanyFounded(founded) => Some(founded.owner),
        Payload::OwnerAppointed(_) => Some(op.subject()),
        _other => None,
    })
}
