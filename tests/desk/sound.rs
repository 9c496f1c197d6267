//! Owns what holds of every page: nobody is kept out (axe-core finds nothing in light and in dark), nothing severe on the
//! console, and nothing that runs off to the right. Knows no page.

use testbed::Browser;

/// What is wrong with the page that the browser shows; each finding begins with its address.
pub fn faults(browser: &Browser) -> Vec<String> {
    let mut faults = Vec::new();
    for scheme in ["light", "dark"] {
        browser.prefer(scheme);
        faults.extend(browser.axe().into_iter().map(|fault| format!("{scheme}: {fault}")));
    }
    browser.prefer("light");
    let wide = browser.run(
        "const end = document.documentElement.clientWidth;
         if (document.documentElement.scrollWidth <= end) return null;
         const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > end + 1);
         return wide.slice(-1)[0]?.outerHTML.slice(0, 200) ?? 'something';",
        &[],
    );
    faults.extend(wide.as_str().map(|element| format!("runs off to the right: {element}")));
    faults.extend(browser.take_severe().into_iter().map(|message| format!("console: {message}")));
    let address = browser.address();
    faults.into_iter().map(|fault| format!("{address}: {fault}")).collect()
}

/// The same where the page answers a mistake of the person with a status that the console mentions.
#[track_caller]
pub fn check_but(browser: &Browser, status: &str) {
    let severe = browser.take_severe();
    assert!(severe.iter().all(|message| message.contains(status)), "{severe:?}");
    check(browser);
}

/// Fails the test if something is wrong with the page.
#[track_caller]
pub fn check(browser: &Browser) {
    let faults = faults(browser);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
