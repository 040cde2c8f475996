extension Rules {
  /// A room: the modules of the house that it may import, and whether it may stand on a library for what rooms are kept free of.
  private struct Room {
    let path: String
    let imports: Set<String>
    let libraries: Set<String>

    init(_ path: String, _ imports: Set<String>, libraries: Set<String> = []) {
      self.path = path
      self.imports = imports
      self.libraries = libraries
    }
  }

  /// Every room of the house. One that is not here fails; a longer path goes before the shorter.
  private static let rooms: [Room] = [
    Room("Sources/Crypto/RequestSigning/", ["Vocabulary", "SignedRequest"]),
    Room("Sources/Crypto/Protection/", ["Vocabulary"]),
    Room("Sources/Crypto/Ledger/", ["LedgerText"]),
    Room("Sources/Crypto/Sealing/", ["MessageFormat"]),
    // What opens sealed content. The keep alone may stand on it.
    Room("Sources/Crypto/Opening/", ["MessageFormat", "Sealing"]),
    Room("Sources/Floor/AWSWire/", ["Vocabulary"]),
    Room("Sources/Floor/ReadBuffers/", [], libraries: ["NIOCore"]),
    Room("Sources/Floor/SystemEntropy/", ["Vocabulary"]),
    Room("Sources/Floor/SingleFlight/", []),
    Room("Sources/Floor/LoopTasks/", [], libraries: ["NIOCore", "NIOPosix"]),
    Room("Sources/Floor/HTTPHost/", ["ReadBuffers"], libraries: network),
    Room("Sources/Floor/SQLiteEngine/", ["Vocabulary"], libraries: ["GRDB", "GRDBSQLite"]),
    Room("Sources/Floor/ResourceStore/", ["Vocabulary", "SQLiteEngine"], libraries: ["GRDB"]),
    Room("Sources/Link/Socket/", ["Link", "ReadBuffers"], libraries: ["NIOCore", "NIOPosix"]),
    Room("Sources/Link/", ["Vocabulary"]),
    Room("Sources/Floor/Datagrams/", ["CDatagrams"]),
    Room("Sources/Floor/OutboundHTTP/", [], libraries: ["NIOCore", "NIOHTTP1", "NIOSSL", "AsyncHTTPClient"]),
    Room("Sources/Functions/", ["Vocabulary", "OutboundHTTP"], libraries: ["Subprocess"]),
    Room("Sources/ConnectShapes/", ["Vocabulary", "AWSWire"]),
    Room(
      "Sources/ConnectAPI/",
      ["ConnectShapes", "Vocabulary", "AWSWire", "Link", "ResourceStore", "Protection", "CConnectDescription"]),
    Room("Sources/Switch/SwitchStore/", ["Vocabulary", "ContactMetrics", "SQLiteEngine", "Protection"], libraries: ["GRDB"]),
    Room(
      "Sources/Switch/Voice/",
      [
        "SIP", "Media", "CallControl", "Contacts", "FlowEngine", "Vocabulary", "Datagrams", "CFlite", "CResolver", "ReadBuffers",
        "LoopTasks", "SingleFlight", "SystemEntropy",
      ],
      libraries: ["NIOCore", "NIOPosix", "NIOSSL"]),
    Room(
      "Sources/Switch/",
      [
        "Vocabulary", "HoursOfOperation", "FlowLanguage", "FlowEngine", "ContactMetrics", "Contacts", "ConnectAPI", "AWSWire",
        "Link",
        "ResourceStore", "SQLiteEngine", "Protection", "SwitchStore", "Functions", "OutboundHTTP", "Sealing", "MessageFormat",
        "LoopTasks", "SingleFlight", "SystemEntropy",
        // It verifies what the keep says of its ledger, with public keys.
        "Ledger", "LedgerText", "CCustomerInputKey", "Recognition", "Voice", "Media", "PhoneNumbers", "CallerRules",
      ]),
    Room("Sources/Simulation/", ["Vocabulary", "FlowLanguage", "FlowEngine", "ContactMetrics", "Contacts"]),
    Room(
      "Sources/Keep/",
      [
        "Vocabulary", "Access", "SignedRequest", "ConnectAPI", "AWSWire", "Link", "ResourceStore", "SQLiteEngine", "Protection",
        "RequestSigning", "Ledger", "LedgerText", "Sealing", "Opening", "MessageFormat", "CArgon2", "CSecretMemory",
        "OutboundHTTP", "Detection", "CPlayerPage", "SingleFlight", "Recognition", "PhoneNumbers", "CallerRules",
      ], libraries: ["GRDB", "X509", "SwiftASN1"]),
    // The victim of the kill tests: it writes below the store, to count what a commit needs.
    Room("Sources/Programs/storekill/", ["Vocabulary", "ResourceStore", "SQLiteEngine", "CSyncShadow"], libraries: ["GRDB"]),
    Room(
      "Sources/Programs/",
      [
        "Vocabulary", "Access", "ConnectAPI", "Link", "ResourceStore", "Protection", "HTTPHost", "Switch", "Voice", "Keep",
        "Sealing",
        "SQLiteEngine", "Simulation", "Functions", "OutboundHTTP", "RequestSigning", "SignedRequest",
        "FlowLanguage", "CSandbox", "CProcesses", "CWipedMemory", "LinkSocket", "SystemEntropy",
      ]),
    Room("Sources/Proof/", ["Vocabulary", "ResourceStore"]),
    Room("Pure/Sources/Vocabulary/", []),
    Room("Pure/Sources/Access/", ["Vocabulary"]),
    Room("Pure/Sources/SignedRequest/", ["Vocabulary"]),
    Room("Pure/Sources/LedgerText/", []),
    Room("Pure/Sources/MessageFormat/", []),
    Room("Pure/Sources/HoursOfOperation/", ["Vocabulary"]),
    Room("Pure/Sources/FlowLanguage/", ["Vocabulary"]),
    Room("Pure/Sources/FlowEngine/", ["FlowLanguage", "Vocabulary"]),
    Room("Pure/Sources/Routing/", ["Vocabulary"]),
    Room("Pure/Sources/ContactMetrics/", ["Vocabulary"]),
    Room("Pure/Sources/SIP/", ["Vocabulary"]),
    Room("Pure/Sources/Detection/", ["Vocabulary"]),
    Room("Pure/Sources/CallControl/", ["Contacts", "FlowEngine", "Vocabulary"]),
    Room("Pure/Sources/Recognition/", ["Vocabulary"]),
    Room("Pure/Sources/Media/", ["Vocabulary"]),
    Room("Pure/Sources/PhoneNumbers/", []),
    Room("Pure/Sources/CallerRules/", ["PhoneNumbers", "Vocabulary"]),
    Room("Pure/Sources/Contacts/", ["FlowLanguage", "FlowEngine", "ContactMetrics", "Routing", "Vocabulary"]),
  ]

  private static let house = rooms.reduce(into: Set<String>()) { house, room in
    house.formUnion(room.imports)
    house.insert(String(room.path.split(separator: "/").last ?? ""))
  }

  private static let network: Set<String> = [
    "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOSSL",
    "NIOHTTPTypesHTTP1", "NIOExtras",
  ]

  /// Libraries that stand in the rooms that name them and nowhere else.
  private static let kept: Set<String> = network.union(["GRDB", "X509", "SwiftASN1", "SQLite3", "Testing", "XCTest"])

  public static let walls: [Rule] = [
    Rule(
      "a room imports the rooms that it may, and no other", covers: isProductOrGenerated,
      canary: ("Sources/Switch/A.swift", "import Keep\n")
    ) { path, text in
      guard let room = room(of: path) else { return [] }
      return imports(text).filter { house.contains($0) && !room.imports.contains($0) && !room.path.hasSuffix("/\($0)/") }
        .map { "imports \($0), which stands behind a wall" }
    },
    Rule(
      "network, store and certificates stand in their own rooms", covers: isProductOrGenerated,
      canary: ("Sources/ConnectAPI/A.swift", "public import NIOCore\n")
    ) { path, text in
      guard let room = room(of: path) else { return [] }
      return imports(text).filter { kept.contains($0) && !room.libraries.contains($0) }.map { "imports \($0)" }
    },
    Rule(
      "Pure imports Pure alone", covers: { isProduct($0) && $0.hasPrefix("Pure/") },
      canary: ("Pure/Sources/Vocabulary/A.swift", "import Synchronization\n")
    ) { _, text in imports(text).filter { !house.contains($0) }.map { "imports \($0)" } },
    Rule(
      "every room is known here", covers: isProductOrGenerated, canary: ("Sources/Attic/A.swift", "")
    ) { path, _ in room(of: path) == nil ? ["stands in a room that Walls.swift does not know"] : [] },
  ]

  private static func room(of path: String) -> Room? { rooms.first { path.hasPrefix($0.path) } }

  /// The modules that a file imports, whatever stands before the word and whatever of the module is named.
  static func imports(_ text: String) -> [String] {
    numbered(text).compactMap { _, line in
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "import"), at < 3, at + 1 < words.count, !line.hasPrefix("//") else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
      let name = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
      return name.split(separator: ".").first.map(String.init)
    }
  }
}
