//! Owns pauses that double, with a cap: for tables that are asked again and for brokers that are called again.

use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// A pause that doubles up to a cap.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pause {
    first: Duration,
    last: Duration,
    next: Duration,
}

impl Pause {
    /// Begins with `first` and ends with `last`.
    pub(crate) fn new(first: Duration, last: Duration) -> Pause {
        Pause { first, last, next: first }
    }

    /// The pause to make; the one after it is twice as long.
    pub(crate) fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.last);
        pause
    }

    /// The same, shortened by chance by up to half: many processes that lost a server at once do not return at once.
    pub(crate) fn take_jittered(&mut self) -> Duration {
        let pause = self.take();
        pause - pause.mul_f64(chance() / 2.0)
    }

    /// Begins anew.
    pub(crate) fn reset(&mut self) {
        self.next = self.first;
    }
}

/// A number from 0 up to 1. The keys of the standard hasher are the randomness that needs no other library.
fn chance() -> f64 {
    let bits = std::hash::RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap() {
        let ms = Duration::from_millis;
        let mut pause = Pause::new(ms(20), ms(100));
        assert_eq!(
            [pause.take(), pause.take(), pause.take(), pause.take(), pause.take()].map(|p| p.as_millis()),
            [20, 40, 80, 100, 100]
        );
        pause.reset();
        assert_eq!(pause.take(), ms(20));
    }

    #[test]
    fn chance_takes_up_to_half() {
        let pauses: Vec<Duration> =
            (0..200).map(|_| Pause::new(Duration::from_secs(1), Duration::from_secs(1)).take_jittered()).collect();
        let (least, most) = (pauses.iter().min().expect("200"), pauses.iter().max().expect("200"));
        assert!(*least >= Duration::from_millis(500) && *most <= Duration::from_secs(1), "{least:?} … {most:?}");
        assert!(*most - *least > Duration::from_millis(250), "{least:?} … {most:?}");
    }
}
