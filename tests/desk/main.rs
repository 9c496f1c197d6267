//! The reviewer's desk in a real browser: the real program with everything embedded, and Chromium beside it that a person
//! moves. What one page promises without a browser is tested in `web`.

mod correction;
mod documents;
mod house;
mod pages;
mod pictures;
mod review;
mod sign_in;
mod sound;
