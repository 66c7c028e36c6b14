//! The program itself: what its commands do to a shop, what they print, and how they end.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use sea_orm::ConnectionTrait;
use serde_json::json;
use sunnyside::identity::Role;

use super::sockets::listening;
use crate::support::{Backend, http::Site, is_postgres, until};

crate::on_both!(accounts_by_the_command_line, the_audit_is_proved, a_shop_is_asked_how_it_is);

/// Runs the program beside a shop that is open.
async fn run(site: &Site, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sunnyside"));
    command
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", &site.shop.config.database_url)
        .env("SECRET_KEY", "a-secret-of-the-tests-0123456789abcdef")
        .env("LOG_LEVEL", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let input = input.to_owned();
    let done = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        // A command that fails at once does not read it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    });
    done.await.unwrap()
}

fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

async fn sign_in(site: &Site, name: &str, password: &str) -> u16 {
    let body = json!({"username": name, "password": password});
    site.call("POST", "/api/auth/login", None, Some(body)).await.status.as_u16()
}

async fn accounts_by_the_command_line(backend: Backend) {
    let site = Site::demo(backend).await;
    let added =
        run(&site, &["user", "add", "ming", "--role", "staff", "--password-stdin"], "soy-milk-1\n").await;
    assert_eq!((added.status.code(), printed(&added).contains("soy-milk")), (Some(0), false));
    assert_eq!(sign_in(&site, "ming", "soy-milk-1").await, 200);

    let added = run(&site, &["user", "add", "hua", "--role", "owner"], "").await;
    let text = printed(&added);
    let password =
        text.split("The password is ").nth(1).and_then(|rest| rest.split(' ').next()).expect(&text);
    assert_eq!(sign_in(&site, "hua", password).await, 200);

    let staff = site.token(Role::Staff).await;
    let reset = run(&site, &["user", "passwd", "STAFF1", "--password-stdin"], "new-broom-1").await;
    assert_eq!(reset.status.code(), Some(0), "{}", printed(&reset));
    assert_eq!(site.call("GET", "/api/auth/me", Some(&staff), None).await.status, 401);
    assert_eq!(sign_in(&site, "staff1", "new-broom-1").await, 200);

    let closed = run(&site, &["user", "deactivate", "ming"], "").await;
    assert_eq!(closed.status.code(), Some(0), "{}", printed(&closed));
    assert_eq!(sign_in(&site, "ming", "soy-milk-1").await, 401);
    let listed = printed(&run(&site, &["user", "list"], "").await);
    let row = listed.lines().find(|line| line.ends_with("  ming")).expect(&listed);
    assert!(row.contains("staff") && row.contains("no"), "{row}");

    assert_eq!(run(&site, &["user", "deactivate", "hua"], "").await.status.code(), Some(0));
    for (arguments, input, code, words) in [
        (vec!["user", "deactivate", "owner1"], "", 1, "last active owner"),
        (vec!["user", "deactivate", "nobody"], "", 1, "User not found"),
        (vec!["user", "add", "MING", "--role", "staff"], "", 1, "Username already exists"),
        (
            vec!["user", "add", "x", "--role", "staff", "--password-stdin"],
            "short\n",
            1,
            "password should have",
        ),
        (vec!["user", "add", "x", "--role", "cook"], "", 2, "staff, kitchen, manager or owner"),
        (vec!["user", "add", "x"], "", 2, "--role"),
        (vec!["user"], "", 2, "Usage"),
    ] {
        let refused = run(&site, &arguments, input).await;
        let text = printed(&refused);
        assert_eq!(refused.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(text.contains(words), "{arguments:?}: {text}");
    }
    let by_the_program =
        "SELECT COUNT(*) FROM audit_logs WHERE actor_username = 'sunnyside' AND actor_user_id IS NULL";
    assert_eq!(site.shop.number(by_the_program).await, 5);
    let help = printed(&run(&site, &["user", "--help"], "").await);
    assert!(help.contains("Examples:") && help.contains("--password-stdin"), "{help}");
}

async fn the_audit_is_proved(backend: Backend) {
    let site = Site::demo(backend).await;
    let owner = site.token(Role::Owner).await;
    for price in [31, 32, 33] {
        site.call("PUT", "/api/menu/items/1", Some(&owner), Some(json!({"price": price}))).await;
    }
    let whole = run(&site, &["audit", "verify"], "").await;
    assert_eq!((whole.status.code(), printed(&whole).trim()), (Some(0), "The audit is whole: 4 lines."));
    let db = site.shop.raw().await;
    let free = if is_postgres(&db) {
        "DROP TRIGGER audit_logs_append_only ON audit_logs"
    } else {
        "DROP TRIGGER audit_logs_no_update"
    };
    for sql in [free, "UPDATE audit_logs SET payload = REPLACE(payload, '32', '42') WHERE seq = 3"] {
        db.execute_unprepared(sql).await.unwrap();
    }
    let broken = run(&site, &["audit", "verify"], "").await;
    let text = printed(&broken);
    assert_eq!(broken.status.code(), Some(1), "{text}");
    assert!(text.contains("line 3"), "{text}");
}

async fn a_shop_is_asked_how_it_is(backend: Backend) {
    let site = Site::demo(backend).await;
    let url = listening(site.router.clone()).await.replace("ws://", "http://");
    let well = run(&site, &["health", "--url", &format!("{url}/health")], "").await;
    assert_eq!(well.status.code(), Some(0), "{}", printed(&well));
    assert!(printed(&well).contains(r#""status":"ok""#));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for elsewhere in [format!("{url}/nothing"), format!("http://{free}/health"), "ftp://x".to_owned()] {
        let unwell = run(&site, &["health", "--url", &elsewhere], "").await;
        assert_eq!(unwell.status.code(), Some(1), "{elsewhere}: {}", printed(&unwell));
    }
}

/// What the image runs, in an empty folder with the image's environment and nothing else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_image_starts_serves_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let image = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sunnyside"));
        command
            .current_dir(folder.path())
            .env_clear()
            .env("APP_ENV", "production")
            .env("PORT", &port)
            .env("SECRET_KEY", "x3J9vQ0pLm2Rk7Tz5Wb8Yc1Nd4Hf6Gs0")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    };
    let shop = image().args(["serve", "--host", "0.0.0.0"]).spawn().unwrap();
    until("it is well", || async { image().arg("health").output().unwrap().status.success() }).await;
    assert!(folder.path().join("sunnyside.db").is_file(), "the database is in the working folder");
    let ended = Command::new("kill").args(["-TERM", &shop.id().to_string()]).status().unwrap();
    assert!(ended.success());
    let output = tokio::task::spawn_blocking(move || shop.wait_with_output().unwrap()).await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert!(printed(&output).contains("Sign in as `owner` with the password"), "{}", printed(&output));
    assert_eq!(image().arg("health").output().unwrap().status.code(), Some(1), "nobody is there any more");
}

/// The commands of the Dockerfile are commands of the program, and what it builds from is not left out.
#[test]
fn the_dockerfile_holds() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| std::fs::read_to_string(root.join(name)).unwrap();
    let (docker, ignored, compose) = (read("Dockerfile"), read(".dockerignore"), read("compose.yaml"));
    let words =
        |line: &str| -> Vec<String> { serde_json::from_str(&line[line.find('[').unwrap()..]).unwrap() };
    let line = |begin: &str| {
        docker.lines().find(|line| line.starts_with(begin)).unwrap_or_else(|| panic!("no {begin}"))
    };
    for arguments in [[words(line("ENTRYPOINT")), words(line("CMD"))].concat(), words(line("HEALTHCHECK"))] {
        let parsed = <server::cli::Cli as clap::Parser>::try_parse_from(&arguments);
        assert!(parsed.is_ok(), "{arguments:?}: {parsed:?}");
        assert_eq!(arguments[0], "/opt/sunnyside/sunnyside");
    }
    assert!(docker.contains("\nUSER sunnyside\n"), "not root");
    for source in [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo",
        "src",
        "app",
        "frontend",
        "migration",
        "server",
        "style",
        "public",
        "xtask",
    ] {
        assert!(ignored.lines().all(|line| line.trim_matches('/') != source), "{source} is left out");
    }
    for secret in ["SECRET_KEY", "POSTGRES_PASSWORD"] {
        assert!(compose.contains(&format!("${{{secret}:?")), "{secret} is required");
    }
}
