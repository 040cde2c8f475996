import Foundation
import SIP
import Testing

/// The messages of RFC 4475, beside the repository.
enum Torture {
  static let root: URL = {
    let shared = ProcessInfo.processInfo.environment["SWITCHKEEP_SHARED"].map { URL(fileURLWithPath: $0) }
    let repository = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let beside = repository.deletingLastPathComponent().appendingPathComponent("shared")
    return (shared ?? beside).appendingPathComponent("vectors/rfc4475")
  }()

  static let isPresent = FileManager.default.fileExists(atPath: root.path)
  static let isAbsent: Comment = "the messages of RFC 4475 (shared/vectors/rfc4475) are absent: set SWITCHKEEP_SHARED"

  static func message(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appendingPathComponent("\(name).dat")))
  }

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".dat") }
      .map { String($0.dropLast(4)) }.sorted()
  }
}

/// What becomes of a message.
enum Outcome: Equatable, Sendable {
  case accepted
  case refused(Int)
  /// Neither taken nor answered.
  case dropped
}

struct TortureCase: Sendable, CustomTestStringConvertible {
  let section: String
  let name: String
  let outcome: Outcome
  /// Why, where the RFC leaves a choice.
  let choice: String

  init(_ section: String, _ name: String, _ outcome: Outcome, _ choice: String = "") {
    self.section = section
    self.name = name
    self.outcome = outcome
    self.choice = choice
  }

  var testDescription: String { "\(section) \(name)" }

  static let all: [TortureCase] = [
    TortureCase("3.1.1.1", "wsinv", .accepted),
    TortureCase("3.1.1.2", "intmeth", .refused(501), "well formed; nobody knows the method"),
    TortureCase("3.1.1.3", "esc01", .accepted),
    TortureCase("3.1.1.4", "escnull", .accepted),
    TortureCase("3.1.1.5", "esc02", .refused(501), "well formed; the method is not REGISTER"),
    TortureCase("3.1.1.6", "lwsdisp", .accepted),
    TortureCase("3.1.1.7", "longreq", .accepted),
    TortureCase("3.1.1.8", "dblreq", .accepted),
    TortureCase("3.1.1.9", "semiuri", .accepted),
    TortureCase("3.1.1.10", "transports", .accepted),
    TortureCase("3.1.1.11", "mpart01", .refused(405), "well formed; a telephone takes no MESSAGE"),
    TortureCase("3.1.1.12", "unreason", .accepted),
    TortureCase("3.1.1.13", "noreason", .accepted),
    TortureCase("3.1.2.1", "badinv01", .refused(400)),
    TortureCase("3.1.2.2", "clerr", .refused(400)),
    TortureCase("3.1.2.3", "ncl", .refused(400)),
    TortureCase("3.1.2.4", "scalar02", .refused(400)),
    TortureCase("3.1.2.5", "scalarlg", .dropped),
    TortureCase("3.1.2.6", "quotbal", .refused(400)),
    TortureCase("3.1.2.7", "ltgtruri", .refused(400)),
    TortureCase("3.1.2.8", "lwsruri", .refused(400)),
    TortureCase("3.1.2.9", "lwsstart", .refused(400)),
    TortureCase("3.1.2.10", "trws", .refused(400)),
    TortureCase("3.1.2.11", "escruri", .refused(400)),
    TortureCase("3.1.2.12", "baddate", .accepted, "the date is not used, and may be ignored"),
    TortureCase("3.1.2.13", "regbadct", .refused(400)),
    TortureCase("3.1.2.14", "badaspec", .refused(400)),
    TortureCase("3.1.2.15", "baddn", .refused(400)),
    TortureCase("3.1.2.16", "badvers", .refused(505)),
    TortureCase("3.1.2.17", "mismatch01", .refused(400)),
    TortureCase("3.1.2.18", "mismatch02", .refused(501)),
    TortureCase("3.1.2.19", "bigcode", .dropped),
    TortureCase("3.2.1", "badbranch", .refused(400), "rather than to be matched as in RFC 2543"),
    TortureCase("3.3.1", "insuf", .refused(400)),
    TortureCase("3.3.2", "unkscm", .refused(416)),
    TortureCase("3.3.3", "novelsc", .refused(416)),
    TortureCase("3.3.4", "unksm2", .refused(400)),
    TortureCase("3.3.5", "bext01", .refused(420)),
    TortureCase("3.3.6", "invut", .refused(415)),
    TortureCase("3.3.7", "regaut01", .accepted, "well formed; the scheme counts as no credentials"),
    TortureCase("3.3.8", "multi01", .refused(400)),
    TortureCase("3.3.9", "mcl01", .refused(400)),
    TortureCase("3.3.10", "bcast", .dropped),
    TortureCase("3.3.11", "zeromf", .accepted, "an endpoint serves it; only a proxy may not forward it"),
    TortureCase("3.3.12", "cparam01", .accepted),
    TortureCase("3.3.13", "cparam02", .accepted),
    TortureCase("3.3.14", "regescrt", .accepted),
    TortureCase("3.3.15", "sdp01", .refused(406)),
    TortureCase("3.4.1", "inv2543", .accepted),
  ]
}
