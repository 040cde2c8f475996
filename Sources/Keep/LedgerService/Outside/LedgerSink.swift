package import Vocabulary

/// Where checkpoints go to outside of the data folder.
package struct LedgerSink: Sendable {
  package enum Target: Sendable {
    /// A folder, as an absolute path; best on another mount, which the server can add to and nobody else can change.
    case folder(String)
    /// An endpoint, with the PEM certificates of its authority where the system does not know that.
    case endpoint(url: String, certificateAuthority: String?)
    /// One whose row does not open: somebody has changed it.
    case unreadable
  }

  package let name: String
  package let target: Target

  package init(name: String, target: Target) {
    self.name = name
    self.target = target
  }
}

/// A sink with how far it has come.
package struct LedgerSinkState: Sendable {
  let sink: LedgerSink
  /// nil of a folder.
  let secret: WebhookSecret?
  /// Entries that the last checkpoint there covers; -1 for none.
  let delivered: Int
  /// Attempts in vain since the last that was taken.
  let failures: Int
  let problem: String?

  /// What `audit sink list` shows: no secret.
  package var json: JSON {
    let target: (String, JSON) =
      switch sink.target {
      case .folder(let path): ("folder", .string(path))
      case .endpoint(let url, _): ("url", .string(url))
      case .unreadable: ("url", .null)
      }
    return .object([
      ("name", .string(sink.name)), target, ("delivered", delivered < 0 ? .null : .number(delivered)),
      ("failures", .number(failures)), ("problem", problem.map(JSON.string) ?? .null),
    ])
  }
}
