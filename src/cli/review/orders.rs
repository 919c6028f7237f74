//! Decisions without a terminal: from the command line, or from a file. All of them are looked at before one is carried out.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::super::args::ReviewArgs;
use super::super::decisions::{Decision, Verdict, lines};
use super::super::input::{Problem, name};
use super::desk::{Decided, Desk};
use super::{refuse, summary};

const ALL: &str = "all";

/// Does the command line decide something?
pub(super) fn are_given(args: &ReviewArgs) -> bool {
    let lists = [&args.accept, &args.reject, &args.undo];
    args.apply.is_some() || lists.iter().any(|list| !list.is_empty())
}

/// Where a decision is made, for messages.
type Place = String;

pub(super) fn carry_out(args: &ReviewArgs, desk: &mut Desk) -> anyhow::Result<ExitCode> {
    let mut orders = Orders {
        items: HashMap::new(),
        given: HashMap::new(),
        decided: Vec::new(),
        problems: Vec::new(),
    };
    for (at, item) in desk.items.iter().enumerate() {
        orders.items.insert(item.change.id.clone(), at);
    }
    if let Some(path) = &args.apply {
        orders.file(path, args, desk)?;
    }
    for (verdict, option, ids) in [
        (Verdict::Accept, "--accept", &args.accept),
        (Verdict::Reject, "--reject", &args.reject),
    ] {
        for id in ids.iter().filter(|id| *id != ALL) {
            let place = option.to_owned();
            orders.add(place, id, verdict, args.reason.clone(), None, desk);
        }
    }
    let all = |ids: &[String]| ids.iter().any(|id| id == ALL);
    let rest = match (all(&args.accept), all(&args.reject)) {
        (true, true) => {
            orders
                .problems
                .push(problem("--reject", "all are accepted already".to_owned()));
            None
        }
        (true, false) => Some(Verdict::Accept),
        (false, true) => Some(Verdict::Reject),
        (false, false) => None,
    };
    if let Some(verdict) = rest {
        let given = &orders.given;
        let free = desk.items.iter().enumerate();
        let free = free.filter(|(_, item)| !given.contains_key(&item.change.id));
        let decided = free.map(|(at, _)| (at, verdict, args.reason.clone(), None));
        orders.decided.extend(decided);
    }
    for id in &args.undo {
        orders.undo(id, desk);
    }
    refuse(&orders.problems)?;
    desk.forget(&args.undo, args.reason.as_deref())?;
    desk.carry_out(orders.decided)?;
    summary(desk).context("cannot write output")?;
    Ok(ExitCode::SUCCESS)
}

struct Orders {
    /// What waits, by id.
    items: HashMap<String, usize>,
    /// What was decided so far, and where.
    given: HashMap<String, (Verdict, Place)>,
    decided: Vec<Decided>,
    problems: Vec<Problem>,
}

impl Orders {
    fn file(&mut self, path: &Path, args: &ReviewArgs, desk: &Desk) -> anyhow::Result<()> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        for line in lines(path, &text) {
            match line {
                Ok((number, decision)) => {
                    let Decision {
                        change,
                        decision,
                        reason,
                        who,
                        when,
                        ..
                    } = decision;
                    let place = format!("{}:{number}", name(path));
                    let reason = reason.filter(|reason| !reason.is_empty());
                    let reason = reason.or_else(|| args.reason.clone());
                    self.add(place, &change, decision, reason, Some((who, when)), desk);
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        place: Place,
        id: &str,
        verdict: Verdict,
        reason: Option<String>,
        origin: Option<(Option<String>, Option<String>)>,
        desk: &Desk,
    ) {
        if verdict == Verdict::Undo {
            let message = format!("{id}: `accept` or `reject` is wanted");
            self.problems.push(problem(&place, message));
            return;
        }
        match self.given.get(id) {
            Some((other, _)) if *other == verdict => return,
            Some((other, elsewhere)) => {
                let message = format!(
                    "{id} is {}, and {} by {elsewhere}",
                    verdict.told(),
                    other.told()
                );
                self.problems.push(problem(&place, message));
                return;
            }
            None => {}
        }
        self.given.insert(id.to_owned(), (verdict, place.clone()));
        match self.items.get(id) {
            Some(&at) => self.decided.push((at, verdict, reason, origin)),
            // Whoever gives an order twice has what is wanted.
            None if desk.log.verdict(id) == Some(verdict) => {}
            None => {
                let hint = match desk.log.verdict(id) {
                    Some(Verdict::Reject) => "; it was rejected, and `--undo` brings it back",
                    _ => "",
                };
                let message = format!("{id} is no change that waits for a decision{hint}");
                self.problems.push(problem(&place, message));
            }
        }
    }

    fn undo(&mut self, id: &str, desk: &Desk) {
        let told = match self.given.get(id) {
            Some((other, elsewhere)) => format!("{id} is {} by {elsewhere}", other.told()),
            None if desk.log.verdict(id) != Some(Verdict::Reject) => {
                format!("{id} was not rejected")
            }
            None => return,
        };
        self.problems.push(problem("--undo", told));
    }
}

fn problem(place: &str, message: String) -> Problem {
    Problem {
        name: place.to_owned(),
        message,
        fatal: true,
    }
}
