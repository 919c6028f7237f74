//! Where output goes: standard output, or a file that is replaced only when all of it is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Buffered output.
pub(crate) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(Pending),
}

/// A file under a temporary name beside its final one. Dropped before [`Output::finish`], it leaves nothing behind.
pub(crate) struct Pending {
    writer: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    kept: bool,
}

impl Output {
    /// Opens `path`, or standard output.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Output::Stdout(BufWriter::new(io::stdout().lock())));
        };
        let context = || format!("cannot write {}", path.display());
        let name = path
            .file_name()
            .with_context(|| format!("{} is no file name", path.display()))?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.tmp", std::process::id()));
        let temporary = path.with_file_name(hidden);
        let file = File::create(&temporary).with_context(context)?;
        Ok(Output::File(Pending {
            writer: BufWriter::new(file),
            temporary,
            path: path.to_owned(),
            kept: false,
        }))
    }

    /// Writes what is buffered and gives a file its name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        self.flush().context("cannot write output")?;
        if let Output::File(pending) = &mut self {
            fs::rename(&pending.temporary, &pending.path)
                .with_context(|| format!("cannot write {}", pending.path.display()))?;
            pending.kept = true;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::File(pending) => pending.writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::File(pending) => pending.writer.flush(),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.kept {
            // It may be gone already, and there is nobody to tell.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
