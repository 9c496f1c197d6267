//! Questions and answers about pages: as they were sent, or refused.

use casefile::{Rect, limits};
use parse::{Bookmark, Highlight, Outline, PageImage, PageRange};

use super::super::Malformed;
use super::joined;
use crate::isolation::job::{Answer, Reply, Request, read_request};

/// What a hostile sender would write in the place of a byte.
fn hostile(byte: u8) -> [u8; 6] {
    [0x00, 0x01, 0x7f, 0x80, 0xff, byte.wrapping_add(1)]
}

fn questions() -> Vec<Request<'static>> {
    let rect = Rect { x0: 72.5, y0: -0.0, x1: 88.5, y1: 1e9 };
    let highlights = vec![
        Highlight { page: 1, rects: vec![rect, rect], note: "案号：（2019）某01刑初1号".into() },
        Highlight { page: u32::MAX, rects: Vec::new(), note: String::new() },
    ];
    let ranges = [(1, 1), (2, 900), (3, u32::MAX)].map(|(first, last)| PageRange::new(first, last).expect("in order"));
    vec![
        Request::Parse { name: "判决书.pdf" },
        Request::PageImage { page: 3, width_px: 1240 },
        Request::Highlight(highlights.into()),
        Request::Highlight(Vec::new().into()),
        Request::Split(ranges.to_vec().into()),
        Request::Outline,
    ]
}

fn answers() -> Vec<Answer> {
    let bookmark = |title: &str, page, level| Bookmark { title: title.into(), page, level };
    vec![
        Answer::PageImage(PageImage { width: 3, height: 2, rgba: [0, 127, 254, 255].repeat(6) }),
        Answer::Highlighted(b"%PDF-1.7 marked".to_vec()),
        Answer::Parts(vec![b"%PDF-1.7 one".to_vec(), Vec::new(), b"%PDF".to_vec()]),
        Answer::Outline(Outline { pages: 9, bookmarks: vec![bookmark("起诉状", 1, 1), bookmark("", 9, 32)] }),
        Answer::Outline(Outline { pages: limits::PAGES_MAX, bookmarks: Vec::new() }),
    ]
}

/// What an answer promises whatever its sender wanted.
fn is_sound(answer: &Answer) -> bool {
    match answer {
        Answer::PageImage(PageImage { width, height, rgba }) => {
            let is_opaque = rgba.chunks(4).all(|pixel| pixel.len() == 4 && pixel[3] == 255);
            *width > 0 && *height > 0 && rgba.len() == *width as usize * *height as usize * 4 && is_opaque
        }
        Answer::Outline(Outline { pages, bookmarks }) => {
            (1..=limits::PAGES_MAX).contains(pages)
                && bookmarks.iter().all(|one| (1..=*pages).contains(&one.page) && one.level >= 1)
        }
        Answer::Document(document) => parse::contract_breach(document).is_none(),
        Answer::Highlighted(_) | Answer::Parts(_) => true,
    }
}

#[test]
fn questions_come_as_they_were_sent() {
    for sent in questions() {
        let message = [sent.head(), b"%PDF".to_vec()].concat();
        assert_eq!(read_request(&message), Ok((sent, b"%PDF".as_slice())));
    }
}

#[test]
fn a_question_that_is_cut_is_refused() {
    for sent in questions() {
        let whole = sent.head();
        for end in 0..whole.len() {
            assert_eq!(read_request(&whole[..end]), Err(Malformed), "{sent:?} cut at {end}");
        }
    }
}

/// A change may move the end of the question into the bytes of the file, but nothing gets lost or made up.
#[test]
fn a_changed_question_is_refused_or_read_as_it_stands() {
    let (mut refused, mut accepted) = (0, 0);
    for sent in questions() {
        let whole = sent.head();
        for at in 0..whole.len() {
            for value in hostile(whole[at]) {
                let mut changed = whole.clone();
                changed[at] = value;
                match read_request(&changed) {
                    Ok((read, rest)) => {
                        assert_eq!([read.head().as_slice(), rest].concat(), changed, "byte {at} = {value}");
                        accepted += 1;
                    }
                    Err(Malformed) => refused += 1,
                }
            }
        }
    }
    assert!(refused > 100 && accepted > 100, "{refused} refused, {accepted} accepted");
}

#[test]
fn answers_come_as_they_were_sent() {
    for sent in answers() {
        let sent = Reply::Answer(sent);
        assert_eq!(Reply::read(&joined(&sent)), Ok(sent));
    }
}

/// A marked copy takes the rest of its message, so that its end is told by the length before the message alone.
#[test]
fn an_answer_that_is_cut_or_goes_on_is_refused() {
    for sent in answers() {
        if matches!(sent, Answer::Highlighted(_)) {
            continue;
        }
        let mut whole = joined(&Reply::Answer(sent));
        for end in 0..whole.len() {
            assert_eq!(Reply::read(&whole[..end]), Err(Malformed), "cut at {end} of {whole:?}");
        }
        whole.push(0);
        assert_eq!(Reply::read(&whole), Err(Malformed), "{whole:?}");
    }
}

#[test]
fn a_changed_answer_is_refused_or_sound() {
    let (mut refused, mut accepted) = (0, 0);
    for sent in answers() {
        let whole = joined(&Reply::Answer(sent));
        for at in 0..whole.len() {
            for value in hostile(whole[at]) {
                let mut changed = whole.clone();
                changed[at] = value;
                match Reply::read(&changed) {
                    Ok(Reply::Answer(answer)) => {
                        assert!(is_sound(&answer), "byte {at} = {value}: {answer:?}");
                        accepted += 1;
                    }
                    Ok(Reply::Unreadable(_) | Reply::Defect) | Err(Malformed) => refused += 1,
                }
            }
        }
    }
    assert!(refused > 100 && accepted > 100, "{refused} refused, {accepted} accepted");
}

/// Sizes that multiply to what the message holds, or to nothing, are still no picture.
#[test]
fn the_size_of_a_picture_is_within_the_limits() {
    let side = u32::from(limits::PAGE_IMAGE_SIDE_MAX);
    for (width, height) in [(0, 0), (0, side), (side + 1, 0), (side + 1, 1), (1 << 16, 1 << 16), (u32::MAX, 1)] {
        let rgba = vec![255; 4 * usize::try_from(width.wrapping_mul(height).min(side + 1)).expect("small")];
        let image = Reply::Answer(Answer::PageImage(PageImage { width, height, rgba }));
        assert_eq!(Reply::read(&joined(&image)), Err(Malformed), "{width} x {height}");
    }
}

#[test]
fn an_answer_to_another_question_is_none() {
    let questions = questions();
    let answered = |answer: &Answer| questions.iter().filter(|question| question.is_answered_by(answer)).count();
    // Each is asked once, but for marking, and for the outline, which is answered twice.
    assert_eq!(answers().iter().map(answered).collect::<Vec<_>>(), [1, 2, 1, 1, 1]);
    let one_part = Answer::Parts(vec![Vec::new()]);
    assert_eq!(answered(&one_part), 0, "as many parts as ranges");
}
