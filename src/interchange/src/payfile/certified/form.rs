//! The pages: the payroll's lines, and the statement of compliance to sign.

use domain::payroll::certified::Deductions;
use jiff::civil::Date;

use super::{
    Certified, Fringe, PayFileError, Shown, day_hours, figure, money, numbered, shown, standing,
};
use crate::export::paper::page::{MARGIN, NORMAL, ROW_GAP, Role, SMALL, Setter, Side, TITLE};
use crate::export::paper::{Cover, Faces, PaperError, Weight, draw};
use crate::export::{Language, PaperSize};

/// The size of letters in the table, whose columns are many.
const TINY: f32 = 6.0;
/// The table's columns: worker, standing and classification, straight or overtime, seven days,
/// total hours, rate, credit, in lieu, gross, deductions, net.
const COLUMNS: [(f32, Side); 17] = [
    (16.0, Side::Left),
    (92.0, Side::Left),
    (74.0, Side::Left),
    (24.0, Side::Left),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (31.0, Side::Right),
    (36.0, Side::Right),
    (40.0, Side::Right),
    (48.0, Side::Right),
    (54.0, Side::Right),
    (58.0, Side::Right),
    (0.0, Side::Right),
];
const TITLE_WORDS: &str = "Certified payroll (WH-347, Rev. January 2025)";

/// The payroll and its statement of compliance, as a PDF.
///
/// # Errors
/// When a figure is too large or the pages cannot be written.
pub fn pdf(payroll: &Certified, paper: PaperSize) -> Result<Vec<u8>, PayFileError> {
    let faces = Faces::new().ok_or(PaperError::Font)?;
    let (width, height) = paper.points();
    let size = (height, width);
    let mut set = Setter::new(&faces, size);
    lines(&mut set, payroll)?;
    statement(&mut set, payroll);
    let foot = format!(
        "{} · {} · payroll no. {}, week ending {}",
        payroll.contractor.name,
        payroll.project.name,
        numbered(payroll),
        day(payroll.week_ending)
    );
    let pages = set.feet(&foot);
    let cover = Cover {
        title: format!("{TITLE_WORDS} · {}", payroll.project.name),
        language: Language::English,
        made_at: payroll.finalised_at,
        size,
    };
    Ok(draw(&cover, pages, &faces)?)
}

/// 03/08/2026.
fn day(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year())
}

fn lines(set: &mut Setter<'_>, payroll: &Certified) -> Result<(), PayFileError> {
    set.new_section(TITLE_WORDS.to_owned());
    set.say(TITLE - 3.0, Weight::Bold, TITLE_WORDS, Role::Heading);
    set.y += ROW_GAP;
    let contractor = &payroll.contractor;
    let as_what = if contractor.is_subcontractor {
        "Subcontractor"
    } else {
        "Prime contractor"
    };
    let project = &payroll.project;
    for text in [
        format!("{as_what}: {}, {}", contractor.name, contractor.address),
        format!(
            "Project: {}, {} · Project or contract no. {}",
            project.name, project.location, project.contract_number
        ),
        format!(
            "Certified payroll no. {} · Week ending {} · Wage determination no. {}",
            numbered(payroll),
            day(payroll.week_ending),
            project.wage_determination
        ),
    ] {
        set.say(SMALL, Weight::Regular, &text, Role::Paragraph);
    }
    set.y += ROW_GAP;
    let table = set.table(
        &COLUMNS,
        headers(payroll),
        format!("{TITLE_WORDS} · {}", project.name),
        TINY,
    );
    for shown in shown(payroll)? {
        for cells in [straight(&shown), overtime(&shown)] {
            set.table_row(&table, Weight::Regular, cells.iter().map(String::as_str));
        }
    }
    Ok(())
}

fn headers(payroll: &Certified) -> Vec<String> {
    let days = payroll
        .days
        .map(|day| format!("4 {}/{}", day.month(), day.day()));
    let before = ["1A", "1B–1E Worker", "2, 3 J or RA, classification", "4"];
    let after = [
        "5 Total",
        "6A Rate",
        "6B Fringe credit; 6C in lieu",
        "7A Gross project; 7B all work",
        "8 Tax; FICA; other; total",
        "9 Net pay",
    ];
    let before = before.into_iter().map(str::to_owned);
    before
        .chain(days)
        .chain(after.into_iter().map(str::to_owned))
        .collect()
}

/// The upper line of a worker: straight time, 6B, 7A, deductions and net pay.
fn straight(shown: &Shown<'_>) -> Vec<String> {
    let (worker, line, week) = (shown.worker, &shown.line, &shown.worker.week);
    let name = format!(
        "{}, {} {} {}",
        worker.last_name, worker.first_name, worker.middle_initial, worker.identifier
    );
    let mut cells = vec![
        shown.entry.to_string(),
        name,
        format!("{} {}", standing(worker), worker.classification),
        "ST".to_owned(),
    ];
    cells.extend(week.straight_seconds.map(day_hours));
    let deductions = week.deductions.map_or_else(String::new, |of: Deductions| {
        format!(
            "{}; {}; {}",
            money(of.tax_minor),
            money(of.fica_minor),
            money(of.other_minor)
        )
    });
    cells.extend([
        figure(line.straight_hours),
        figure(week.rate),
        money(line.fringe_credit_minor),
        money(line.project_minor),
        deductions,
        line.net_minor.map_or_else(String::new, money),
    ]);
    cells
}

/// The lower line: overtime, 6C, 7B and the sum of deductions.
fn overtime(shown: &Shown<'_>) -> Vec<String> {
    let (line, week) = (&shown.line, &shown.worker.week);
    let mut cells = vec![String::new(), String::new(), String::new(), "OT".to_owned()];
    cells.extend(week.overtime_seconds.map(day_hours));
    let total = week.deductions.map(|of| money(of.total_minor()));
    cells.extend([
        figure(line.overtime_hours),
        figure(line.overtime_rate),
        money(line.in_lieu_minor),
        money(line.all_work_minor),
        total.unwrap_or_default(),
        String::new(),
    ]);
    cells
}

/// The statement of 29 CFR 5.5(a)(3)(ii)(C), for the signature of who pays or supervises.
fn statement(set: &mut Setter<'_>, payroll: &Certified) {
    set.new_section("Statement of compliance".to_owned());
    set.say(
        TITLE - 3.0,
        Weight::Bold,
        "Statement of compliance",
        Role::Heading,
    );
    set.y += NORMAL;
    let [first, .., last] = payroll.days;
    let who = format!(
        "I, {}, {}, pay or supervise the payment of the persons employed by {} on {}, and certify \
         for the payroll of the week from {} to {}:",
        payroll.signatory.name,
        payroll.signatory.title,
        payroll.contractor.name,
        payroll.project.name,
        day(first),
        day(last)
    );
    let fringe = match payroll.fringe {
        Fringe::Plans => {
            "Fringe benefits are paid to approved plans, funds or programs: for each worker listed \
             payments were made or will be made for their benefit (column 6B)."
        }
        Fringe::Cash => {
            "Fringe benefits are paid in cash: each worker listed was paid the basic hourly rate \
             and the required fringe benefits (column 6C)."
        }
        Fringe::Both => {
            "Fringe benefits are paid to approved plans, funds or programs (column 6B) and in cash \
             (column 6C), as the lines show."
        }
        Fringe::None => "The wage determination asks for no fringe benefits.",
    };
    for text in [
        who.as_str(),
        "(1) The payroll contains the information that 29 CFR 5.5(a)(3)(ii) requires, the \
         information and basic records that 29 CFR 5.5(a)(3)(i) requires are being maintained, and \
         this information and these records are correct and complete.",
        "(2) Each laborer or mechanic, each helper and apprentice included, who worked on the \
         contract during the payroll period was paid the full weekly wages earned, without rebate, \
         directly or indirectly, and no deductions were made, directly or indirectly, from the full \
         wages earned, other than permissible deductions as set forth in 29 CFR part 3.",
        "(3) Each laborer or mechanic was paid not less than the applicable wage rates and fringe \
         benefits or cash equivalents for the classifications of work actually performed, as \
         specified in the applicable wage determination incorporated into the contract.",
        "(4) Each apprentice is registered in a bona fide apprenticeship program, by the program \
         and in the classification that the lines show.",
        fringe,
        "The willful falsification of any of these statements may subject the contractor or \
         subcontractor to civil or criminal prosecution (18 U.S.C. 1001 and 31 U.S.C. 3729).",
    ] {
        set.say_lines(NORMAL, Weight::Regular, text, Role::Paragraph, 12);
        set.y += ROW_GAP;
    }
    set.y += 46.0;
    let name = format!("{}, {}", payroll.signatory.name, payroll.signatory.title);
    let width = set.width() / 2.0;
    set.signature(MARGIN, width, "Signature", "Date", &name);
}
