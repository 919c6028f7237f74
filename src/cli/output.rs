//! Where output goes: standard output, a pipe or device, or a file that is replaced only when all of it is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Buffered output.
pub(crate) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// A pipe or a device, which cannot be replaced.
    Direct(BufWriter<File>),
    File(Pending, PathBuf),
}

impl Output {
    /// Opens `path`, or standard output.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else {
            return Ok(Output::Stdout(BufWriter::new(io::stdout().lock())));
        };
        let context = || format!("cannot write {}", path.display());
        // What a link leads to is written, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => bail!("{} is a folder", path.display()),
            Ok(metadata) if !metadata.is_file() => {
                let file = File::options().write(true).open(&target);
                Ok(Output::Direct(BufWriter::new(file.with_context(context)?)))
            }
            _ => {
                let name = target
                    .file_name()
                    .with_context(|| format!("{} is no file name", path.display()))?;
                let mut hidden = std::ffi::OsString::from(".");
                hidden.push(name);
                hidden.push(format!(".{}.tmp", std::process::id()));
                let pending = Pending::create(target.with_file_name(hidden));
                Ok(Output::File(pending.with_context(context)?, target))
            }
        }
    }

    /// Writes what is buffered and gives a file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Output::Stdout(mut out) => out.flush().context("cannot write output"),
            Output::Direct(mut out) => out.flush().context("cannot write output"),
            Output::File(pending, path) => pending
                .finish(&path)
                .with_context(|| format!("cannot write {}", path.display())),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(out) => out.write(bytes),
            Output::Direct(out) => out.write(bytes),
            Output::File(pending, _) => pending.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(out) => out.flush(),
            Output::Direct(out) => out.flush(),
            Output::File(pending, _) => pending.flush(),
        }
    }
}

/// A file under a temporary name. Dropped before [`Pending::finish`], it leaves nothing behind.
pub(crate) struct Pending {
    writer: BufWriter<File>,
    temporary: PathBuf,
    kept: bool,
}

impl Pending {
    pub(crate) fn create(temporary: PathBuf) -> io::Result<Self> {
        Ok(Self {
            writer: BufWriter::new(File::create(&temporary)?),
            temporary,
            kept: false,
        })
    }

    /// Writes what is buffered and gives the file its name, in the same folder. When this returns, neither a crash of the
    /// program nor of the machine takes it away, and until then `path` is what it was.
    pub(crate) fn finish(mut self, path: &Path) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()?;
        fs::rename(&self.temporary, path)?;
        self.kept = true;
        sync_folder(path)
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
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

/// Makes the name of a file last, where the system can do that.
fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| *folder != Path::new(""));
        match File::open(folder.unwrap_or(Path::new(".")))?.sync_all() {
            // Some file systems have no such thing.
            Err(error) if error.kind() != io::ErrorKind::InvalidInput => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
