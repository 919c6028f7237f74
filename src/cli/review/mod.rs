//! `inquit review`: pending snapshots in, decisions on single quotes out.
//!
//! [`desk`] has the changes and carries decisions out, [`state`] turns keys into decisions, [`screen`] draws; only this module
//! knows a terminal. The terminal is in raw mode while a key is read and never in between, so whatever ends the program
//! leaves it as it was.

mod desk;
mod orders;
mod screen;
mod state;

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use console::Term;

use super::args::ReviewArgs;
use super::complain;
use super::diff::change_text;
use super::extract::count;
use super::input::{Problem, Reading};
use desk::Desk;
use state::{Action, Key, State};

pub(crate) fn run(args: &ReviewArgs) -> anyhow::Result<ExitCode> {
    let who = args.name.clone().or_else(|| env::var("USER").ok());
    let who = who.unwrap_or_else(|| "unknown".to_owned());
    let mut desk = Desk::open(args, who)?;
    let trouble = !desk.problems.is_empty();
    for problem in &desk.problems {
        complain(problem);
    }
    let code = if args.list {
        list(&desk).context("cannot write output")?;
        ExitCode::SUCCESS
    } else if orders::are_given(args) {
        orders::carry_out(args, &mut desk)?
    } else if desk.items.is_empty() {
        writeln!(io::stdout().lock(), "nothing to review")?;
        ExitCode::SUCCESS
    } else if io::stdin().is_terminal() && io::stdout().is_terminal() {
        on_terminal(args, &mut desk)?
    } else {
        bail!("there is no terminal: use --list, --accept, --reject or --apply");
    };
    Ok(if trouble && code == ExitCode::SUCCESS {
        ExitCode::from(2)
    } else {
        code
    })
}

/// Writes all changes, as `diff` does.
fn list(desk: &Desk) -> io::Result<()> {
    let view = change_text();
    let mut out = BufWriter::new(io::stdout().lock());
    for item in &desk.items {
        view.change(&item.change, &mut out)?;
        writeln!(out)?;
    }
    writeln!(out, "{} to review", count(desk.items.len(), "change"))?;
    out.flush()
}

fn on_terminal(args: &ReviewArgs, desk: &mut Desk) -> anyhow::Result<ExitCode> {
    let term = Term::stdout();
    let color = change_text().color;
    let reading = Reading::from(&args.reading);
    let mut state = State::new(desk.items.len());
    let code = loop {
        let text = state
            .current()
            .and_then(|at| desk.article_text(at, &args.paths, &reading));
        let (height, width) = term.size();
        let screen = screen::Screen {
            width: usize::from(width),
            height: usize::from(height),
            color,
        };
        let shown = screen.draw(desk, &mut state, text.as_deref());
        term.clear_screen()?;
        term.write_str(&shown)?;
        match state.press(key(&term)?) {
            Action::None => {}
            Action::Decide {
                items,
                verdict,
                reason,
            } => desk.decide(&items, verdict, reason)?,
            Action::Undo(items) => desk.undo(&items)?,
            Action::Quit => break ExitCode::SUCCESS,
            // As a shell tells of a program that was interrupted.
            Action::Interrupt => break ExitCode::from(130),
        }
    };
    term.clear_screen()?;
    summary(desk)?;
    Ok(code)
}

fn key(term: &Term) -> anyhow::Result<Key> {
    Ok(match term.read_key_raw().context("cannot read a key")? {
        console::Key::Char(c) => Key::Char(c),
        console::Key::Enter => Key::Enter,
        console::Key::Escape => Key::Escape,
        console::Key::Backspace => Key::Backspace,
        console::Key::CtrlC => Key::Interrupt,
        console::Key::ArrowUp => Key::Up,
        console::Key::ArrowDown => Key::Down,
        console::Key::PageUp => Key::PageUp,
        console::Key::PageDown => Key::PageDown,
        _ => Key::Other,
    })
}

/// *2 accepted, 1 rejected, 3 left*
fn summary(desk: &Desk) -> io::Result<()> {
    let [accepted, rejected, left] = desk.counts();
    writeln!(
        io::stdout().lock(),
        "{accepted} accepted, {rejected} rejected, {left} left"
    )
}

/// All of `problems` as one error, so that nothing is done before everything is well.
fn refuse(problems: &[Problem]) -> anyhow::Result<()> {
    for problem in problems {
        complain(problem);
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("nothing was decided: {}", count(problems.len(), "problem"))
}
