//! Bringing a menu file in.

use super::Context;
use crate::{
    Outcome, Refusal,
    identity::Action,
    menu::{
        SectionKind,
        import::{MenuFile, Report, Shop, plan},
    },
    write::{Command, MenuCommand},
};

/// What a file would change; nothing is written.
///
/// # Errors
/// `Denied`; `BadMenuFile` with everything that does not fit the shop.
pub async fn rehearse(ctx: &Context, file: &MenuFile) -> Outcome<Report> {
    ctx.may(Action::MenuManage)?;
    let shop = Shop {
        items: ctx.store.menu_items(false).await?,
        categories: ctx.store.sections(SectionKind::Category).await?,
        combos: ctx.store.combos(false).await?,
    };
    Ok(plan(file, &shop).map_err(Refusal::BadMenuFile)?.report())
}

/// Brings a file in, all of it or nothing.
///
/// # Errors
/// `Denied`; `BadMenuFile` with everything that does not fit the shop.
pub async fn import(ctx: &Context, file: MenuFile) -> Outcome<Report> {
    ctx.may(Action::MenuManage)?;
    ctx.write(Command::Menu(MenuCommand::Import(Box::new(file))), None).await
}
