//! Owns how statements are put together and rows are read. Both databases know `$1`, `$2`, ….

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, Arguments, Encode, Row, Type};

/// A statement that grows with its arguments.
#[derive(Default)]
pub(crate) struct Sql {
    text: String,
    arguments: AnyArguments<'static>,
}

impl Sql {
    pub(crate) fn new(text: &str) -> Sql {
        Sql { text: text.to_string(), arguments: AnyArguments::default() }
    }

    pub(crate) fn push(&mut self, text: &str) -> &mut Sql {
        self.text.push_str(text);
        self
    }

    /// Adds the next `$n` with its value.
    pub(crate) fn bind<V: IntoArgument>(&mut self, value: V) -> &mut Sql {
        value.add(&mut self.arguments);
        self.text.push('$');
        self.text.push_str(&self.arguments.len().to_string());
        self
    }

    pub(crate) fn query<'q>(&'q mut self) -> Query<'q, Any, AnyArguments<'q>> {
        let arguments: AnyArguments<'q> = std::mem::take(&mut self.arguments);
        sqlx::query_with(&self.text, arguments)
    }
}

/// What can be the argument of a statement.
pub(crate) trait IntoArgument {
    fn add(self, arguments: &mut AnyArguments<'static>);
}

impl IntoArgument for &str {
    fn add(self, arguments: &mut AnyArguments<'static>) {
        push(arguments, self.to_string());
    }
}

impl IntoArgument for String {
    fn add(self, arguments: &mut AnyArguments<'static>) {
        push(arguments, self);
    }
}

impl IntoArgument for i64 {
    fn add(self, arguments: &mut AnyArguments<'static>) {
        push(arguments, self);
    }
}

fn push<T: Encode<'static, Any> + Type<Any> + 'static>(arguments: &mut AnyArguments<'static>, value: T) {
    arguments.add(value).expect("plain values have a form in the database");
}

/// A statement with a fixed text.
pub(crate) fn query(text: &str) -> Query<'_, Any, AnyArguments<'_>> {
    sqlx::query(text)
}

/// Words as they stand for themselves in a pattern of `LIKE … ESCAPE '!'`.
pub(crate) fn escape_like(words: &str) -> String {
    words.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// Reads the columns of a row by name. A column that is missing or of another type is a defect of the statement.
pub(crate) struct Columns<'r>(pub(crate) &'r AnyRow);

impl Columns<'_> {
    pub(crate) fn text(&self, name: &str) -> Result<String, sqlx::Error> {
        self.0.try_get(name)
    }

    pub(crate) fn maybe_text(&self, name: &str) -> Result<Option<String>, sqlx::Error> {
        self.0.try_get(name)
    }

    pub(crate) fn int(&self, name: &str) -> Result<i64, sqlx::Error> {
        self.0.try_get(name)
    }

    pub(crate) fn maybe_int(&self, name: &str) -> Result<Option<i64>, sqlx::Error> {
        self.0.try_get(name)
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool, sqlx::Error> {
        Ok(self.int(name)? != 0)
    }
}
