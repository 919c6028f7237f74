//! Many articles, packed, damaged, changing, on a full disk: what is read, what is said, and that the rest goes on. Every name
//! and quote here is invented.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{Ran, TEXT, folder, inquit, run, run_with_input};

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// `count` articles as JSON lines, no two alike.
fn lines(count: usize) -> String {
    let line = |n: usize| {
        let text = TEXT
            .replace("Monday", &format!("day {n}"))
            .repeat(1 + n % 5);
        json!({ "text": text }).to_string() + "\n"
    };
    (0..count).map(line).collect()
}

#[test]
fn packed_files_are_read_as_what_they_pack() {
    let lines = lines(50);
    let folder = folder(&[
        ("plain/a.txt", TEXT.as_bytes()),
        ("plain/c.jsonl", lines.as_bytes()),
        ("gz/a.txt.gz", &gzip(TEXT.as_bytes())),
        ("gz/c.jsonl.gz", &gzip(lines.as_bytes())),
        ("zst/a.txt.zst", &zstandard(TEXT.as_bytes())),
        ("zst/c.jsonl.zst", &zstandard(lines.as_bytes())),
        ("zst/page.css.zst", &zstandard(b"no")),
    ]);
    let extract = |path: &str| run(folder.path(), &["extract", path, "--engine", "fast"]);
    let plain = extract("plain");
    assert_eq!((plain.code, plain.err.as_str()), (0, ""));
    assert_eq!(plain.ids().len(), 51);
    for packed in ["gz", "zst"] {
        let ran = extract(packed);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{packed}");
        let plain = plain.out.replace("plain/", &format!("{packed}/"));
        let plain = plain
            .replace("a.txt", &format!("a.txt.{packed}"))
            .replace("c.jsonl", &format!("c.jsonl.{packed}"));
        assert!(ran.out == plain, "{packed}");
    }
    // Standard input is unpacked as well, and a name does not make a packed file.
    let args = ["extract", "--engine", "fast", "--from", "jsonl"];
    let want = run_with_input(folder.path(), &args, lines.as_bytes());
    let got = run_with_input(folder.path(), &args, &gzip(lines.as_bytes()));
    assert_eq!(got.ids().len(), 50);
    assert!(got.out == want.out);
    fs::write(folder.path().join("plain.txt.gz"), TEXT).unwrap();
    assert_eq!(extract("plain.txt.gz").ids(), ["plain.txt.gz"]);
}

#[test]
fn what_was_read_of_a_cut_file_is_kept_and_the_rest_reported() {
    let packed = gzip(lines(2000).as_bytes());
    let folder = folder(&[
        ("in/a.jsonl.gz", &packed[..packed.len() / 2]),
        ("in/b.txt.gz", &gzip(TEXT.as_bytes())[..40]),
        ("in/c.txt.zst", &zstandard(TEXT.as_bytes())[..40]),
        ("in/d.txt", TEXT.as_bytes()),
    ]);
    let ran = run(folder.path(), &["extract", "in", "--engine", "fast"]);
    assert_eq!(ran.code, 0);
    let ids = ran.ids();
    assert!(ids.len() > 100 && ids.len() < 2000, "{}", ids.len());
    assert_eq!(ids.last().unwrap(), "in/d.txt");
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 3, "{}", ran.err);
    for (line, name) in told.iter().zip(["a.jsonl.gz", "b.txt.gz", "c.txt.zst"]) {
        assert!(line.starts_with(&format!("inquit: in/{name}: ")), "{line}");
    }
    // A named file that cannot be read to its end is what the exit code tells.
    let ran = run(
        folder.path(),
        &["extract", "in/a.jsonl.gz", "--engine", "fast"],
    );
    assert_eq!(ran.code, 2);
    assert_eq!(ran.ids().len(), ids.len() - 1);
}

#[test]
fn an_article_beyond_the_largest_size_is_reported_and_the_batch_goes_on() {
    let long = json!({ "text": "It rained. ".repeat(2000) }).to_string();
    let three = format!("{}{long}\n{}", lines(1), lines(1));
    let bomb = gzip(&vec![b' '; 20_000_000]);
    let folder = folder(&[
        ("in/a.jsonl", three.as_bytes()),
        ("in/b.txt.gz", &bomb),
        ("in/c.txt", TEXT.as_bytes()),
    ]);
    let ran = run(
        folder.path(),
        &["extract", "in", "--engine", "fast", "--max-size", "10K"],
    );
    assert_eq!(ran.code, 0);
    assert_eq!(ran.ids(), ["in/a.jsonl:1", "in/a.jsonl:3", "in/c.txt"]);
    let because = "an article of more than 10000 bytes (--max-size)";
    assert_eq!(
        ran.err,
        format!("inquit: in/a.jsonl:2: {because}\ninquit: in/b.txt.gz: {because}\n")
    );
}

/// Links that lead around in a circle, a pipe that nobody writes to, a file in the place of a folder.
#[cfg(unix)]
#[test]
fn links_in_circles_and_pipes_stop_nothing() {
    let folder = folder(&[("in/a.txt", b"A."), ("in/deep/b.txt", b"B.")]);
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    };
    link("..", "in/deep/up.txt");
    link("itself.txt", "in/itself.txt");
    link("pong.txt", "in/ping.txt");
    link("ping.txt", "in/pong.txt");
    let pipe = folder.path().join("in/pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(pipe).status();
    assert!(made.unwrap().success());
    let ran = run(folder.path(), &["extract", "in", "--engine", "fast"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.ids(), ["in/a.txt", "in/deep/b.txt"]);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(told.len(), 4, "{}", ran.err);
    for (line, name) in told.iter().zip(["itself", "ping", "pipe", "pong"]) {
        assert!(
            line.starts_with(&format!("inquit: in/{name}.txt: ")),
            "{line}"
        );
    }
    assert!(told[2].contains("a pipe"), "{}", told[2]);
}

/// A named pipe that is named on the command line is read, as a shell gives one for `<(…)`.
#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_to_its_end() {
    let folder = folder(&[]);
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let writer = std::thread::spawn(move || fs::write(pipe, TEXT));
    let ran = run(folder.path(), &["extract", "pipe", "--engine", "fast"]);
    writer.join().unwrap().unwrap();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.ids(), ["pipe"]);
}

/// Every file of a folder of records by name, but for the lock.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name != ".lock" {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// All records of a folder, in order.
fn records(folder: &Path) -> String {
    let files = files(folder);
    let records = files.iter().filter(|(name, _)| name.ends_with(".jsonl"));
    let bytes: Vec<u8> = records.flat_map(|(_, bytes)| bytes.clone()).collect();
    String::from_utf8(bytes).unwrap()
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

/// Articles of every kind, some of which fail.
fn mixed(count: usize) -> TempDir {
    let lines = lines(count);
    let broken = lines.replacen("{\"text\"", "{\"text", 1);
    let here = folder(&[
        ("in/a.jsonl", lines.as_bytes()),
        ("in/b.jsonl.gz", &gzip(broken.as_bytes())),
        ("in/nul.txt", b"One\0two"),
    ]);
    for n in 0..count / 4 {
        let text = TEXT.replace("Monday", &format!("day {n}"));
        fs::write(here.path().join(format!("in/{n:04}.txt")), text).unwrap();
    }
    here
}

const EXTRACT: [&str; 6] = ["extract", "in", "--engine", "fast", "--shard", "40"];

fn extract_to(folder: &Path, out: &str, more: &[&str]) -> Ran {
    run(folder, &[&EXTRACT[..], &["--output", out], more].concat())
}

#[test]
fn a_folder_gets_shards_and_a_manifest() {
    let here = mixed(400);
    let at = here.path();
    let to_stdout = run(at, &EXTRACT);
    let ran = extract_to(at, "out/", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    let out = at.join("out");
    assert!(records(&out) == to_stdout.out);
    // The folder is told by being there, too, and takes any number of threads.
    fs::create_dir(at.join("again")).unwrap();
    assert_eq!(extract_to(at, "again", &["--jobs", "1"]).code, 0);
    let written = files(&out);
    assert!(files(&at.join("again")) == written);
    let manifest = manifest(&out);
    assert_eq!(manifest["schema"], "inquit-manifest/1");
    assert_eq!(manifest["articles"], to_stdout.out.lines().count());
    assert_eq!(manifest["failed"], 2);
    let shards = manifest["shards"].as_array().unwrap();
    assert!((10..60).contains(&shards.len()), "{}", shards.len());
    let mut named = 1;
    for shard in shards {
        let lines = &written[shard["records"].as_str().unwrap()];
        let lines = lines.iter().filter(|&&byte| byte == b'\n').count();
        assert_eq!(shard["articles"], lines);
        assert!(lines <= 160, "{lines}");
        named += 1 + usize::from(!shard["failures"].is_null());
    }
    assert_eq!(written.len(), named, "{:?}", written.keys());
    // A second run does not overwrite it, unless it is told to go on.
    let ran = extract_to(at, "out", &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--resume"), "{}", ran.err);
    assert!(files(&out) == written);
}

#[test]
fn only_what_changed_is_done_again() {
    let here = mixed(400);
    let at = here.path();
    let out = at.join("out");
    assert_eq!(extract_to(at, "out/", &[]).code, 0);
    let before = files(&out);
    let total = manifest(&out)["articles"].as_u64().unwrap();
    let known = |ran: &Ran| -> u64 {
        let told = ran.err.lines().last().unwrap();
        let (_, rest) = told.split_once('(').unwrap_or(("", "0 "));
        rest.split(' ').next().unwrap().parse().unwrap()
    };
    let ran = extract_to(at, "out", &["--resume"]);
    assert_eq!(known(&ran), total);
    assert!(files(&out) == before);
    // A new file, one that is gone and one that is different: their shards, and what a fresh run gives.
    fs::write(at.join("in/0000a.txt"), TEXT).unwrap();
    fs::remove_file(at.join("in/0033.txt")).unwrap();
    fs::write(at.join("in/0066.txt"), "It rained.").unwrap();
    let ran = extract_to(at, "out", &["--resume"]);
    assert!(
        known(&ran) > total / 2 && known(&ran) < total,
        "{}",
        ran.err
    );
    assert_eq!(extract_to(at, "fresh/", &[]).code, 0);
    assert!(files(&out) == files(&at.join("fresh")));
    // A file of records that was damaged.
    let after = files(&out);
    let (name, _) = after
        .iter()
        .find(|(name, _)| name.ends_with(".jsonl"))
        .unwrap();
    fs::write(out.join(name), "damaged").unwrap();
    let ran = extract_to(at, "out", &["--resume"]);
    assert!(
        known(&ran) > total / 2 && known(&ran) < total,
        "{}",
        ran.err
    );
    assert!(files(&out) == after);
    // Other settings are other records.
    fs::write(at.join("names.csv"), "id,name\nport:7,Ana Ruiz\n").unwrap();
    for options in [
        &["--gazetteer", "names.csv"][..],
        &["--only", "direct"],
        &["--offsets", "bytes"],
        &["--min-confidence", "0.5"],
        &["--field", "text=text"],
    ] {
        let ran = extract_to(at, "out", &[options, &["--resume"]].concat());
        assert_eq!((ran.code, known(&ran)), (0, 0), "{options:?}");
    }
}

/// A number from 0 to 1, another one each time.
fn chance() -> f64 {
    let number = RandomState::new().build_hasher().finish();
    number as f64 / u64::MAX as f64
}

/// Killed at twenty random moments and gone on with each time: the folder is that of a run that nobody disturbed.
#[cfg(unix)]
#[test]
fn nothing_is_lost_or_doubled_by_a_kill() {
    let here = mixed(1500);
    let at = here.path();
    let begun = Instant::now();
    assert_eq!(
        extract_to(at, "whole/", &["--errors", "whole.errors"]).code,
        0
    );
    let lasts = begun.elapsed();
    let whole = files(&at.join("whole"));
    let resume = || {
        let args = ["--output", "out/", "--resume", "--errors", "out.errors"];
        let mut command = inquit(at);
        command.args(EXTRACT).args(args).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let (mut kills, mut finished) = (0, 0);
    while kills < 20 {
        let mut child = resume();
        // Some before the first shard, most within what is left.
        thread::sleep(lasts.mul_f64(chance() * 0.6));
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            finished += 1;
            assert!(finished < 100, "it is never hit");
            assert!(files(&at.join("out")) == whole);
            fs::remove_dir_all(at.join("out")).unwrap();
        } else {
            kills += 1;
        }
    }
    assert!(resume().wait().unwrap().success());
    assert!(files(&at.join("out")) == whole);
    let errors = |name: &str| fs::read_to_string(at.join(name)).unwrap();
    assert_eq!(errors("out.errors"), errors("whole.errors"));
    assert_eq!(errors("out.errors").lines().count(), 2);
}

/// No file may be larger than some kilobytes: to a program that is a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_written() {
    let here = mixed(200);
    let at = here.path();
    assert_eq!(extract_to(at, "whole/", &[]).code, 0);
    let whole = files(&at.join("whole"));
    fs::write(at.join("in/zz.txt"), TEXT.repeat(3000)).unwrap();
    let limited = |args: &[&str]| -> Ran {
        let mut command = Command::new("sh");
        let script = "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\"";
        command.args(["-c", script, env!("CARGO_BIN_EXE_inquit")]);
        command.current_dir(at).args(EXTRACT).args(args);
        command.output().unwrap().into()
    };
    let ran = limited(&["--output", "out/"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot write output"), "{}", ran.err);
    let out = at.join("out");
    let left = files(&out);
    let shards: Vec<&String> = left.keys().filter(|name| !name.starts_with('.')).collect();
    assert!(!shards.is_empty());
    for name in shards {
        assert!(whole.get(name) == left.get(name), "{name}");
    }
    // The same with one file, which is not there then.
    let ran = limited(&["--output", "out.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot write output"), "{}", ran.err);
    let names = fs::read_dir(at)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    assert_eq!(
        names
            .filter(|name| name.to_string_lossy().contains("jsonl"))
            .count(),
        0
    );
    // With room it goes on.
    assert_eq!(extract_to(at, "out", &["--resume"]).code, 0);
    assert_eq!(extract_to(at, "fresh/", &[]).code, 0);
    assert!(files(&out) == files(&at.join("fresh")));
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let here = folder(&[("a.txt", TEXT.as_bytes())]);
    let ran = run(here.path(), &["extract", "a.txt", "--output", "/dev/null"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = run(here.path(), &["extract", "a.txt", "--output", "/dev/full"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("cannot write output"), "{}", ran.err);
    for device in ["/dev/null", "/dev/full"] {
        assert!(fs::metadata(device).unwrap().file_type().is_char_device());
    }
    // What a link leads to is replaced, the link stays.
    std::os::unix::fs::symlink("there.jsonl", here.path().join("link.jsonl")).unwrap();
    fs::write(here.path().join("there.jsonl"), "old").unwrap();
    let ran = run(here.path(), &["extract", "a.txt", "--output", "link.jsonl"]);
    assert_eq!(ran.code, 0);
    let link = fs::symlink_metadata(here.path().join("link.jsonl")).unwrap();
    assert!(link.is_symlink());
    let written = fs::read_to_string(here.path().join("there.jsonl")).unwrap();
    assert!(written.starts_with("{\"schema\""));
}

#[test]
fn two_programs_do_not_write_to_one_folder() {
    let here = mixed(20);
    let at = here.path();
    let mut first = inquit(at)
        .args([
            "extract", "--from", "jsonl", "--engine", "fast", "-o", "out/",
        ])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = first.stdin.take().unwrap();
    while !at.join("out/.journal.jsonl").exists() {
        assert!(first.try_wait().unwrap().is_none());
        thread::sleep(Duration::from_millis(5));
    }
    let second = extract_to(at, "out", &["--resume"]);
    assert_eq!(second.code, 2);
    assert!(second.err.contains("another inquit"), "{}", second.err);
    input.write_all(lines(3).as_bytes()).unwrap();
    drop(input);
    let first: Ran = first.wait_with_output().unwrap().into();
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(records(&at.join("out")).lines().count(), 3);
}

#[test]
fn output_is_no_input() {
    let here = folder(&[("a.txt", TEXT.as_bytes()), ("out.jsonl", b"old")]);
    let at = here.path();
    let extract = |args: &[&str]| {
        let all = [&["extract", ".", "--engine", "fast", "-q"][..], args].concat();
        run(at, &all)
    };
    for args in [
        &[
            "-o",
            "out.jsonl",
            "--errors",
            "e.jsonl",
            "--speakers",
            "s.jsonl",
        ][..],
        &[
            "-o",
            "out.jsonl",
            "--errors",
            "e.jsonl",
            "--speakers",
            "s.jsonl",
        ],
        &["-o", "many/", "--errors", "e.jsonl"],
        &["-o", "many/", "--errors", "e.jsonl", "--resume"],
    ] {
        for name in ["s.jsonl", "out.jsonl"] {
            if !args.contains(&name) {
                let _ = fs::remove_file(at.join(name));
            }
        }
        let ran = extract(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert_eq!(
            fs::read_to_string(at.join("e.jsonl")).unwrap(),
            "",
            "{args:?}"
        );
    }
    assert_eq!(records(&at.join("many")).lines().count(), 1);
    for args in [
        &["-o", "."][..],
        &["-o", "x.jsonl", "--errors", "x.jsonl"],
        &["--resume"],
    ] {
        assert_eq!(extract(args).code, 2, "{args:?}");
    }
}

#[test]
fn failures_are_collected_and_strict_tells_them() {
    let here = mixed(40);
    let at = here.path();
    let ran = run(
        at,
        &[&EXTRACT[..], &["--errors", "errors.jsonl", "--strict"]].concat(),
    );
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let errors = fs::read_to_string(at.join("errors.jsonl")).unwrap();
    let errors: Vec<Value> = errors
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(errors.len(), 2);
    assert_eq!(errors[0]["article"], "in/b.jsonl.gz:1");
    let because = json!({"article": "in/nul.txt", "error": "not text (NUL byte at offset 3)", "fatal": false});
    assert_eq!(errors[1], because);
    assert_eq!(run(at, &EXTRACT).code, 0);
    fs::remove_file(at.join("in/nul.txt")).unwrap();
    fs::remove_file(at.join("in/b.jsonl.gz")).unwrap();
    assert_eq!(run(at, &[&EXTRACT[..], &["--strict"]].concat()).code, 0);
    // A path that is named and missing counts for more, also when its shard is not done again.
    let args = [
        "extract",
        "in",
        "nowhere.txt",
        "--engine",
        "fast",
        "--strict",
        "-o",
        "out/",
    ];
    assert_eq!(run(at, &args).code, 2);
    let again = run(at, &[&args[..], &["--resume"]].concat());
    assert_eq!(again.code, 2);
    assert!(
        again.err.starts_with("inquit: nowhere.txt: "),
        "{}",
        again.err
    );
}

#[test]
fn who_speaks_is_the_same_when_gone_on_with() {
    let here = mixed(300);
    let at = here.path();
    assert_eq!(extract_to(at, "out/", &["--speakers", "first.csv"]).code, 0);
    fs::write(at.join("in/0001.txt"), "“No,” said Bo Lind, a nurse.").unwrap();
    assert_eq!(
        extract_to(at, "out/", &["--speakers", "second.csv", "--resume"]).code,
        0
    );
    assert_eq!(
        run(at, &[&EXTRACT[..], &["--speakers", "want.csv"]].concat()).code,
        0
    );
    let read = |name: &str| fs::read_to_string(at.join(name)).unwrap();
    assert!(read("second.csv") == read("want.csv"));
    assert!(read("second.csv") != read("first.csv"));
    // The folder can be read again as records.
    let ran = run(at, &["speakers", "out"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out == read("want.csv"));
}

#[test]
fn a_summary_is_for_folders_and_can_be_left_out() {
    let here = mixed(20);
    let at = here.path();
    let ran = extract_to(at, "out/", &["--errors", "errors"]);
    assert!(ran.err.starts_with("inquit: 44 articles, "), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1);
    let ran = extract_to(at, "out", &["--errors", "errors", "--resume", "--quiet"]);
    assert_eq!(ran.err, "");
}
