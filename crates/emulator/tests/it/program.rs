//! The program, as a person or a test in another language starts it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn command() -> Command {
    Command::new(env!(
        "CARGO_BIN_EXE_intune-hardware-configurations-emulator"
    ))
}

/// A started program, which ends with the test.
struct Running {
    child: Child,
    ready: Value,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command()
            .args(["--port", "0", "--json"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        Self { child, ready }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the examples of the README one after the other in one shell, as if they were pasted.
#[test]
#[cfg(unix)]
fn the_curl_examples_of_the_readme_work_when_pasted() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: there is no curl");
        return;
    }
    let running = Running::start(&["--quiet"]);
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> = readme
        .split("```sh")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .filter(|block| block.contains("curl"))
        .collect();
    assert!(blocks.len() >= 4, "the README has lost its examples");
    let root = running.ready["root"].as_str().unwrap();
    let script = blocks
        .concat()
        .replace("http://127.0.0.1:8080", root)
        .replace("curl ", "curl --fail-with-body -sS ");
    let output = Command::new("sh")
        .args(["-eu", "-c", &script])
        .env("NO_PROXY", "*")
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{err}");
    assert!(out.contains("successfulDeviceCount"), "{out}");
}

#[test]
#[cfg(unix)]
fn the_program_logs_requests_and_ends_cleanly_on_ctrl_c() {
    let mut running = Running::start(&[]);
    let root = running.ready["root"].as_str().unwrap();
    let address = root.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = format!(
        "GET /beta/deviceManagement/hardwareConfigurations/$count HTTP/1.1\r\nhost: {address}\r\n\
         authorization: Bearer {}\r\nconnection: close\r\n\r\n",
        running.ready["token"].as_str().unwrap()
    );
    std::io::Write::write_all(&mut stream, request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n3"),
        "{answer}"
    );
    let id = running.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert!(running.child.wait().unwrap().success());
    let mut log = String::new();
    running
        .child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    assert_eq!(
        log,
        "200 GET    /beta/deviceManagement/hardwareConfigurations/$count  [count_hardware_configurations]\n"
    );
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let directory = std::env::temp_dir().join(format!("emulator-bad-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = |name: &str, text: &str| {
        let path = directory.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let many = file("many.json", r#"{ "devices": "many" }"#);
    let content = file(
        "content.json",
        r#"{ "profiles": [{ "displayName": "P", "content": "%" }] }"#,
    );
    let target = file(
        "target.json",
        r#"{ "profiles": [{ "displayName": "P", "targets": [7] }] }"#,
    );
    let unknown = file("unknown.json", r#"{ "profils": [] }"#);
    let cut = file("cut.json", r#"{ "devices": 1"#);
    let faults = file(
        "faults.json",
        r#"[{ "effect": { "respond": { "stats": 429 } } }]"#,
    );
    let operation = file(
        "operation.json",
        r#"[{ "effect": "gzip" }, { "effect": "gzip", "operation": "assing" }]"#,
    );
    for (arguments, reason) in [
        (
            vec!["--port", &port],
            "is in use: stop what uses it, or take port 0",
        ),
        (
            vec!["--scenario", "/nowhere.json"],
            "cannot read the scenario file /nowhere.json",
        ),
        (
            vec!["--scenario", &many],
            "many.json cannot be used: invalid type: string \"many\", expected u32 at line 1",
        ),
        (
            vec!["--scenario", &content],
            "content.json cannot be used: 'profiles[0].content' must be base64",
        ),
        (
            vec!["--scenario", &target],
            "a target must be an object with its type as `@odata.type`",
        ),
        (
            vec!["--scenario", &unknown],
            "unknown field `profils`, expected one of",
        ),
        (
            vec!["--scenario", &cut],
            "EOF while parsing an object at line 1",
        ),
        (
            vec!["--faults", &faults],
            "unknown field `stats`, expected one of",
        ),
        (
            vec!["--faults", &operation],
            "operation.json cannot be used: '[1].operation' is 'assing', which no operation is called. The nearest is 'assign'.",
        ),
        (
            vec!["--quirk", "odd"],
            "there is no such quirk. Known: intune-errors,",
        ),
        (
            vec!["--lenient", "odd"],
            "there is no such leniency. Known: no-token,",
        ),
        (vec!["--page-size", "0"], "page-size"),
        (vec!["--speed", "0"], "--speed"),
        (vec!["--ca-file", "x.pem"], "--tls"),
        (vec!["--host", "everywhere"], "--host"),
    ] {
        let output = command().args(&arguments).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success());
        assert!(
            error.starts_with("error: ") && error.contains(reason),
            "{arguments:?}: {error}"
        );
    }
    std::fs::remove_dir_all(directory).unwrap();
}

/// The files that the help shows are as good as any.
#[test]
fn the_files_of_the_help_can_be_used() {
    let help = command().arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let between = |begin: &str, end: &str| {
        let text = help.split_once(begin).unwrap().1;
        text.split_once(end).unwrap().0
    };
    let directory = std::env::temp_dir().join(format!("emulator-help-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (tenant, faults) = (directory.join("tenant.json"), directory.join("faults.json"));
    std::fs::write(&tenant, between("A scenario file:", "A file with faults:")).unwrap();
    std::fs::write(&faults, between("A file with faults:", "While it runs")).unwrap();
    let running = Running::start(&[
        "--scenario",
        tenant.to_str().unwrap(),
        "--faults",
        faults.to_str().unwrap(),
    ]);
    assert_eq!(running.ready["configurations"].as_array().unwrap().len(), 1);
    std::fs::remove_dir_all(directory).unwrap();
}
