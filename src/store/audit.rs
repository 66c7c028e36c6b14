//! The audit: read newest first, and proved from its first line to its last.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    STORE, Store,
    entity::{audit_logs, stores},
};
use crate::{
    Moment, Outcome, Refusal,
    audit::{Entry, Flaw, Verdict},
};

/// How many lines are proved at once.
const PAGE: u64 = 500;

/// What the hash of a line covers: whoever changes one character of it needs another hash, in this line and in all
/// that follow.
pub(super) struct Covered<'a> {
    pub seq: i64,
    pub actor_user_id: Option<i64>,
    pub actor_username: &'a str,
    pub actor_role: &'a str,
    pub auth_disabled: bool,
    pub address: Option<&'a str>,
    pub action: &'a str,
    pub entity_type: &'a str,
    pub entity_id: &'a str,
    pub payload: &'a str,
    pub prev_hash: &'a str,
    pub created_at: i64,
}

impl Covered<'_> {
    /// SHA-256 in hexadecimal digits over the line as JSON.
    pub fn hash(&self) -> String {
        let covered = json!([
            self.seq,
            self.actor_user_id,
            self.actor_username,
            self.actor_role,
            self.auth_disabled,
            self.address,
            self.action,
            self.entity_type,
            self.entity_id,
            self.payload,
            self.prev_hash,
            self.created_at,
        ]);
        Sha256::digest(covered.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl<'a> From<&'a audit_logs::Model> for Covered<'a> {
    fn from(row: &'a audit_logs::Model) -> Self {
        Self {
            seq: row.seq,
            actor_user_id: row.actor_user_id,
            actor_username: &row.actor_username,
            actor_role: &row.actor_role,
            auth_disabled: row.auth_disabled,
            address: row.address.as_deref(),
            action: &row.action,
            entity_type: &row.entity_type,
            entity_id: &row.entity_id,
            payload: &row.payload,
            prev_hash: &row.prev_hash,
            created_at: row.created_at,
        }
    }
}

/// Where the proof has come to: the last line that fits, and its hash.
#[derive(Default)]
struct Chain {
    seq: i64,
    hash: String,
}

impl Chain {
    /// Takes up the next line, or says what is wrong with it.
    fn take(&mut self, row: audit_logs::Model) -> Result<(), Verdict> {
        let expected = self.seq + 1;
        let flaw = if row.seq > expected {
            return Err(Verdict::Broken(expected, Flaw::Missing));
        } else if row.seq < expected {
            Flaw::Surplus
        } else if row.prev_hash != self.hash {
            Flaw::Unlinked
        } else if Covered::from(&row).hash() != row.hash {
            Flaw::Altered
        } else {
            *self = Self { seq: row.seq, hash: row.hash };
            return Ok(());
        };
        Err(Verdict::Broken(row.seq, flaw))
    }

    /// Compares the end with what the store's head row says.
    fn end(self, head: &stores::Model) -> Verdict {
        if self.seq < head.audit_seq {
            Verdict::Broken(self.seq + 1, Flaw::Missing)
        } else if self.seq > head.audit_seq {
            Verdict::Broken(head.audit_seq + 1, Flaw::Surplus)
        } else if self.hash != head.audit_hash {
            Verdict::Broken(self.seq, Flaw::NotTheEnd)
        } else {
            Verdict::Whole(self.seq)
        }
    }
}

async fn prove(tx: &DatabaseTransaction, progress: &(dyn Fn(i64, i64) + Sync)) -> Result<Verdict, DbErr> {
    let head = stores::Entity::find_by_id(STORE)
        .one(tx)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("the store's row".to_owned()))?;
    let mut chain = Chain::default();
    // By row id too: where somebody took the unique index away, two lines may claim one place.
    let mut last: Option<(i64, i64)> = None;
    loop {
        let mut page = audit_logs::Entity::find().filter(audit_logs::Column::StoreId.eq(STORE));
        if let Some((seq, id)) = last {
            let later = audit_logs::Column::Seq.gt(seq);
            page = page.filter(later.or(audit_logs::Column::Seq.eq(seq).and(audit_logs::Column::Id.gt(id))));
        }
        let rows = page
            .order_by_asc(audit_logs::Column::Seq)
            .order_by_asc(audit_logs::Column::Id)
            .limit(PAGE)
            .all(tx)
            .await?;
        let Some(end) = rows.last() else { return Ok(chain.end(&head)) };
        last = Some((end.seq, end.id));
        for row in rows {
            if let Err(broken) = chain.take(row) {
                return Ok(broken);
            }
        }
        progress(chain.seq, head.audit_seq);
    }
}

fn entry(row: audit_logs::Model) -> Entry {
    // An altered line may hold anything; it is shown as it is.
    let payload = serde_json::from_str(&row.payload).unwrap_or(Value::String(row.payload));
    Entry {
        id: row.id,
        actor_user_id: row.actor_user_id,
        actor_username: row.actor_username,
        actor_role: row.actor_role,
        action: row.action,
        entity_type: row.entity_type,
        entity_id: row.entity_id,
        payload,
        created_at: Moment(row.created_at),
        address: row.address,
        auth_disabled: row.auth_disabled,
        seq: row.seq,
    }
}

impl Store {
    /// The newest lines of the audit, newest first.
    pub(crate) async fn audit_entries(&self, limit: u64) -> Outcome<Vec<Entry>> {
        let rows = audit_logs::Entity::find()
            .filter(audit_logs::Column::StoreId.eq(STORE))
            .order_by_desc(audit_logs::Column::Seq)
            .limit(limit)
            .all(self.readers())
            .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Proves the audit from its first line, over one view of it; tells how far it has come, and of how many.
    pub(crate) async fn prove_audit(&self, progress: &(dyn Fn(i64, i64) + Sync)) -> Outcome<Verdict> {
        let tx = self.snapshot().await?;
        let verdict = prove(&tx, progress).await?;
        tx.rollback().await.map_err(Refusal::from)?;
        Ok(verdict)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seq: i64, prev_hash: &str) -> audit_logs::Model {
        let mut row = audit_logs::Model {
            id: seq + 100,
            store_id: STORE,
            seq,
            actor_user_id: Some(4),
            actor_username: "owner1".into(),
            actor_role: "owner".into(),
            auth_disabled: false,
            address: Some("192.0.2.7".into()),
            action: "menu.update".into(),
            entity_type: "menu_item".into(),
            entity_id: "7".into(),
            payload: r#"{"after":{"price":65.5}}"#.into(),
            prev_hash: prev_hash.into(),
            hash: String::new(),
            created_at: 1_764_000_000_000_001,
        };
        row.hash = Covered::from(&row).hash();
        row
    }

    #[test]
    fn every_column_is_covered() {
        let whole = row(1, "");
        assert!(Chain::default().take(whole.clone()).is_ok());
        let alterations: [fn(&mut audit_logs::Model); 13] = [
            |row| row.actor_user_id = Some(5),
            |row| row.actor_user_id = None,
            |row| row.actor_username.push(' '),
            |row| row.actor_role = "manager".into(),
            |row| row.auth_disabled = true,
            |row| row.address = None,
            |row| row.address = Some("192.0.2.8".into()),
            |row| row.action = "menu.create".into(),
            |row| row.entity_type = "menu_iten".into(),
            |row| row.entity_id = "8".into(),
            |row| row.payload = row.payload.replace("65.5", "66.5"),
            |row| row.created_at += 1,
            |row| row.hash = row.hash.replace(char::is_numeric, "0"),
        ];
        for (n, alter) in alterations.iter().enumerate() {
            let mut row = whole.clone();
            alter(&mut row);
            assert_eq!(Chain::default().take(row), Err(Verdict::Broken(1, Flaw::Altered)), "{n}");
        }
    }

    #[test]
    fn a_line_stands_in_its_place() {
        let chain = || Chain { seq: 4, hash: "abc".into() };
        assert_eq!(chain().take(row(6, "abc")), Err(Verdict::Broken(5, Flaw::Missing)));
        assert_eq!(chain().take(row(4, "abc")), Err(Verdict::Broken(4, Flaw::Surplus)));
        assert_eq!(chain().take(row(5, "abd")), Err(Verdict::Broken(5, Flaw::Unlinked)));
        assert_eq!(chain().take(row(5, "abc")), Ok(()));
    }
}
