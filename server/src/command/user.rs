//! Accounts by the command line, for whoever has the shop's database at hand.

use std::io::Read;

use sunnyside::{
    account::{AccountDraft, AccountPatch, LONGEST_PASSWORD, Password},
    service::{Context, user},
};

use super::told;
use crate::{Config, cli::UserAction, open_store, serve::random_password};

/// Does it, and prints what came of it.
///
/// # Errors
/// A sentence that says why not.
pub async fn user(config: &Config, action: UserAction) -> Result<(), String> {
    let context = Context::of_program(open_store(config).await?);
    match action {
        UserAction::List => list(&context).await,
        UserAction::Add { name, role, password_stdin } => {
            let (password, made) = password(password_stdin)?;
            let draft = AccountDraft { username: name, password, role, is_active: true };
            let user = user::create(&context, draft).await.map_err(told)?;
            println!("{} can sign in as {}.", user.username, user.role.as_str());
            tell(made);
            Ok(())
        }
        UserAction::Passwd { name, password_stdin } => {
            let (password, made) = password(password_stdin)?;
            let patch = AccountPatch { password: Some(password), ..AccountPatch::default() };
            let name = change(&context, &name, patch).await?;
            println!("{name} has a new password; whoever was signed in with the old one is signed out.");
            tell(made);
            Ok(())
        }
        UserAction::Deactivate { name } => {
            let patch = AccountPatch { is_active: Some(false), ..AccountPatch::default() };
            let name = change(&context, &name, patch).await?;
            println!("{name} cannot sign in any more and is signed out everywhere.");
            Ok(())
        }
    }
}

async fn list(context: &Context) -> Result<(), String> {
    let users = user::list(context).await.map_err(told)?;
    println!("{:>6}  {:<8}  {:<8}  name", "id", "role", "active");
    for user in users {
        let active = if user.is_active { "yes" } else { "no" };
        println!("{:>6}  {:<8}  {active:<8}  {}", user.id, user.role.as_str(), user.username);
    }
    Ok(())
}

async fn change(context: &Context, name: &str, patch: AccountPatch) -> Result<String, String> {
    let found = user::named(context, name).await.map_err(told)?;
    Ok(user::update(context, found.id, patch).await.map_err(told)?.username)
}

/// The password that came by the standard input, or one that is made here, which has to be told.
fn password(from_stdin: bool) -> Result<(Password, Option<String>), String> {
    if !from_stdin {
        let made = random_password();
        return Ok((Password(made.clone()), Some(made)));
    }
    let mut text = String::new();
    let most = u64::from(LONGEST_PASSWORD) * 4 + 3;
    let read = std::io::stdin().take(most).read_to_string(&mut text);
    read.map_err(|error| format!("the password cannot be read: {error}"))?;
    // The end of the line is the terminal's.
    let password =
        text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    Ok((Password(password.to_owned()), None))
}

fn tell(made: Option<String>) {
    if let Some(password) = made {
        // The only time that it can be read: the database has nothing but its hash.
        println!("The password is {password} (it is not shown again).");
    }
}
