//! How much of a benchmark of clients is the emulator itself: its processor time beside the facade's, page by page.

use std::io::{BufRead as _, BufReader, Lines, Read as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use intune_hardware_configurations::{
    Credential, HardwareConfigurationId, HardwareConfigurations, Transport,
};
use intune_hardware_configurations_emulator::{
    Emulator, EmulatorBuilder, Group, Profile, Target, Tenant,
};

/// Listed once: every page is made for it.
const MANY: u32 = 1_000_000;
/// Listed over and over, as benchmarks do: small enough for all pages to be kept.
const FEW: u32 = 100_000;
const PER_PAGE: u32 = 1_000;

/// Set for the process that is the emulator: the test starts itself once more.
const SERVES: &str = "CONFORMANCE_SERVES";

/// `cargo test --release -p workspace-tests --test conformance -- --ignored --nocapture` prints the figures, on Linux.
#[test]
#[ignore = "a measurement, of use in a release build only"]
fn how_much_of_a_benchmark_is_the_emulator() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if std::env::var_os(SERVES).is_some() {
        return runtime.block_on(serve());
    }
    if Times::of("self").is_none() {
        println!("skipped: this system does not tell processor times in /proc");
        return;
    }
    let emulator = Process::start();
    println!("device states on pages of {PER_PAGE}; microseconds of processor time a page:");
    println!(
        "{:<28}{:>26}{:>26}",
        "", "emulator: user + system", "facade: user + system"
    );
    // A page is kept when it is asked for a second time.
    (0..2).for_each(|_| runtime.block_on(list(&emulator, "few", FEW)));
    let mut facade = None;
    for (name, profile, devices, rounds) in [
        ("pages that came before", "few", FEW, 20),
        ("pages that are new", "many", MANY, 1),
    ] {
        let before = (emulator.times(), Times::of("self").unwrap());
        (0..rounds).for_each(|_| runtime.block_on(list(&emulator, profile, devices)));
        let pages = rounds * devices / PER_PAGE;
        let times = emulator.times().since(&before.0, pages);
        let reading = Times::of("self").unwrap().since(&before.1, pages);
        let ratio = reading.total() / times.total();
        println!("{name:<28}{times:>26}{reading:>26}{ratio:>7.1}x");
        facade = Some(reading);
    }
    emulator.end();
    let times = runtime.block_on(produce());
    let ratio = facade.unwrap().total() / times.total();
    println!(
        "{:<28}{times:>26}{:>26}{ratio:>7.1}x",
        "the same without a socket", ""
    );
}

/// Makes every page in this process, reading nothing of it but the link to the next.
async fn produce() -> Times {
    let emulator = tenant().start().await.unwrap();
    let authorization = format!("Bearer {}", emulator.token());
    let root = "/beta/deviceManagement/hardwareConfigurations/many/deviceRunStates";
    let mut next = Some(root.to_owned());
    let (before, mut pages) = (Times::of("self").unwrap(), 0);
    while let Some(target) = next {
        let request = http::Request::get(target).header("authorization", &authorization);
        let request = request.body(bytes::Bytes::new()).unwrap();
        let page = emulator.answer(request).await.unwrap().into_body();
        let head = std::str::from_utf8(&page[..page.len().min(1_024)]).unwrap();
        let link = head.split("\"@odata.nextLink\":\"").nth(1);
        next = link.map(|link| link.split('"').next().unwrap().to_owned());
        pages += 1;
    }
    assert_eq!(pages, MANY / PER_PAGE);
    Times::of("self").unwrap().since(&before, pages)
}

/// The emulator in a process of its own.
struct Process {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    root: String,
    token: String,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "scale::how_much_of_a_benchmark_is_the_emulator",
                "--ignored",
                "--nocapture",
            ])
            .env(SERVES, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = output.find_map(|line| Some(line.unwrap().strip_prefix("ready ")?.to_owned()));
        let ready = ready.unwrap();
        let (root, token) = ready.split_once(' ').unwrap();
        Self {
            child,
            output,
            root: root.to_owned(),
            token: token.to_owned(),
        }
    }

    fn times(&self) -> Times {
        Times::of(&self.child.id().to_string()).unwrap()
    }

    fn end(mut self) {
        drop(self.child.stdin.take());
        self.output.for_each(drop);
        self.child.wait().unwrap();
    }
}

fn tenant() -> EmulatorBuilder {
    let tenant = Tenant::empty()
        .devices(MANY)
        .users(MANY / 2)
        .group(Group::new("few", 0..FEW))
        .profile(
            Profile::new("Many")
                .id("many")
                .target(Target::all_devices()),
        )
        .profile(Profile::new("Few").id("few").target(Target::group("few")));
    Emulator::builder().tenant(tenant).page_size(PER_PAGE)
}

/// Is the emulator until the other process hangs up.
async fn serve() {
    let emulator = tenant().start().await.unwrap();
    // The harness has begun the line.
    println!("\nready {} {}", emulator.root(), emulator.token());
    let until_closed = || std::io::stdin().read_to_end(&mut Vec::new());
    tokio::task::spawn_blocking(until_closed)
        .await
        .unwrap()
        .unwrap();
}

async fn list(emulator: &Process, profile: &str, devices: u32) {
    let credential = Credential::fixed(emulator.token.as_str());
    let settings = Transport::builder(credential).loopback_endpoint(&emulator.root);
    let configurations = HardwareConfigurations::with(settings).unwrap();
    let id = HardwareConfigurationId::new(profile).unwrap();
    let mut list = configurations.profile(&id).device_run_states().list();
    let mut states = 0;
    while let Some(state) = list.next().await {
        state.unwrap();
        states += 1;
    }
    assert_eq!(states, devices);
}

/// Processor time in microseconds.
#[derive(Clone, Copy)]
struct Times {
    user: f64,
    system: f64,
}

impl Times {
    /// What a process has used so far, where the system tells.
    fn of(process: &str) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name of the program, in parentheses, may hold blanks.
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        // Linux counts in hundredths of a second.
        let microseconds = |field: &str| Some(field.parse::<f64>().ok()? * 10_000.0);
        Some(Self {
            user: microseconds(fields.get(11)?)?,
            system: microseconds(fields.get(12)?)?,
        })
    }

    fn since(self, before: &Self, pages: u32) -> Self {
        let pages = f64::from(pages);
        Self {
            user: (self.user - before.user) / pages,
            system: (self.system - before.system) / pages,
        }
    }

    fn total(self) -> f64 {
        self.user + self.system
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!(
            "{:.0} = {:.0} + {:.0}",
            self.total(),
            self.user,
            self.system
        ))
    }
}
