//! `casecheck user`: accounts from the machine of the service, as when nobody remembers the administrator's password.

use clap::{Args, Subcommand};
use store::{Millis, PageRequest, Scope, Store, user};
use web::Role;
use web::accounts::{self, NewAccount};

use crate::case_folders::court_place;
use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service::{self, store_failure};
use crate::view;

/// Add users, list them, set passwords.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  casecheck user add zhang --name 张某 --court 某某市某某区人民法院 --role data_manager
  casecheck user password admin
  casecheck user list")]
pub enum UserCommand {
    /// Add a user; the password is shown once.
    Add(Add),
    /// Give a user a new password, which is shown once; all sessions of the user end.
    Password(Password),
    /// List the users.
    List(List),
}

/// A user to add.
#[derive(Args)]
pub struct Add {
    /// The name to sign in with.
    login: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// Name, id or code (鲁0102) of the court.
    #[arg(long)]
    court: String,
    /// filing_clerk, trial_clerk, data_manager, statistics_officer, inspector or administrator.
    #[arg(long)]
    role: String,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Whose password.
#[derive(Args)]
pub struct Password {
    /// The name to sign in with.
    login: String,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Which users.
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    service: ServiceOptions,
}

/// Runs the command.
pub fn run(command: &UserCommand) -> Result<Outcome, Failure> {
    let options = match command {
        UserCommand::Add(add) => &add.service,
        UserCommand::Password(password) => &password.service,
        UserCommand::List(list) => &list.service,
    };
    let configuration = configuration::load(options)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        match command {
            UserCommand::Add(asked) => add(&opened, asked).await,
            UserCommand::Password(asked) => reset(&opened.store, &asked.login).await,
            UserCommand::List(_) => list(&opened.store).await,
        }
    })?;
    Ok(Outcome::default())
}

async fn add(opened: &service::Opened, asked: &Add) -> Result<(), Failure> {
    let role = Role::parse(&asked.role).ok_or_else(|| {
        let known = Role::ALL.map(Role::as_str).join(", ");
        Failure::new("role_unknown", format!("no role is called {}", asked.role), format!("use one of {known}"))
    })?;
    let account = NewAccount {
        login: asked.login.clone(),
        name: asked.name.clone(),
        court_id: court_place(&opened.store, opened.catalog, &asked.court).await?.court_id,
        role,
        created_by: String::new(),
    };
    let created = accounts::create(&opened.store, &account, Millis::now()).await;
    let (_, password) = created.map_err(|error| store_failure(&error))?;
    view::print_line(&password);
    Ok(())
}

async fn reset(store: &Store, login: &str) -> Result<(), Failure> {
    let found = user::by_login(store, login).await.map_err(|error| store_failure(&error))?;
    let found = found.ok_or_else(|| {
        Failure::new("user_unknown", format!("nobody signs in as {login}"), "see `casecheck user list`")
    })?;
    let password = accounts::reset_password(store, &found.id).await.map_err(|error| store_failure(&error))?;
    view::print_line(&password);
    Ok(())
}

async fn list(store: &Store) -> Result<(), Failure> {
    let mut page = PageRequest::first(casefile::limits::PAGE_ROWS_MAX);
    loop {
        let found = user::list(store, &Scope::All, &page).await.map_err(|error| store_failure(&error))?;
        for row in found.items {
            let state = if row.active { "active" } else { "locked out" };
            view::print_line(&format!("{}\t{}\t{}\t{}\t{state}", row.login, row.name, row.role, row.court_id));
        }
        match found.next {
            Some(next) => page.after = Some(next),
            None => return Ok(()),
        }
    }
}
