import Foundation
import GRDB

/// A text that keeps what follows a NUL. GRDB hands texts to SQLite up to their first NUL, so that `id` would be found when
/// `id NUL anything` was asked for.
///
/// Such a text is bound as its bytes: it is equal to no column of text, unless the statement casts it to one.
struct ExactText: DatabaseValueConvertible {
  let text: String

  init(_ text: String) { self.text = text }

  var databaseValue: DatabaseValue { text.utf8.contains(0) ? Data(text.utf8).databaseValue : text.databaseValue }

  static func fromDatabaseValue(_ value: DatabaseValue) -> ExactText? { String.fromDatabaseValue(value).map(ExactText.init) }
}
