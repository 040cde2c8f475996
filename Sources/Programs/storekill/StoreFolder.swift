import CSyncShadow
import Foundation
import ResourceStore
import SQLiteEngine
import Vocabulary

/// A folder with one store in it.
struct StoreFolder {
  let path: String

  var databasePath: String { "\(path)/s.sqlite" }

  /// Keeps the synced state of every database in this folder in another one. Once, and before the first is opened.
  func shadow(in folder: String) throws {
    let code = unsafe sync_shadow_install(path, folder)
    guard code == 0 else { throw StorekillProblem(message: "the shadow cannot be installed: SQLite answered \(code)") }
  }

  func open() throws -> SQLiteDatabase {
    try SQLiteDatabase(path: databasePath, migrations: SQLiteConfigurationStore.migrations)
  }
}

struct StorekillProblem: Error { let message: String }

extension Record {
  static func numbered(_ kind: Kind, _ number: Int) -> Record {
    Record(
      kind: kind, id: "\(number)", scope: "i", arn: "arn:aws:connect:us-east-1:1:\(kind.rawValue)/\(number)", name: "n\(number)",
      document: ["Id": .number(number), "Description": "What a queue of middling size says about itself."], sealed: nil,
      tags: ["n": "\(number)"], createdAt: Moment(seconds: 1_700_000_000), modifiedAt: Moment(seconds: 1_700_000_000))
  }
}
