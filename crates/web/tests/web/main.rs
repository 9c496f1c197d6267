//! What the API promises, tested over every database that the store knows.

mod access;
mod bench;
mod desk;
mod entries;
mod evidence;
mod find;
mod follow;
mod lists;
mod markup;
mod pages;
mod promises;
mod shape;
mod sign_in;
mod uploads;
