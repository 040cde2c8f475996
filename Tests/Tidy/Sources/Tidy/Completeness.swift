/// What an operation needs beside its own file: the steps of docs/tutorials/add-an-operation.md.
public enum Completeness {
  /// The steps that are missing, each named so that it can be done.
  public static func missing(paths: [String], text: (String) -> String?) -> [String] {
    let catalogues = ["Sources/Switch/ConnectOperations/Catalogue.swift", "Sources/Keep/KeepOperations/Catalogue.swift"]
    let listed = catalogues.map { ($0, text($0) ?? "") }
    let built = Set((text("Tools/describe/built.txt") ?? "").split(separator: "\n").map(String.init))
    let operations = paths.filter { isPlace($0) }.compactMap { path in name(in: text(path) ?? "").map { (path, $0) } }
    let fixtures = Set(paths.filter { $0.hasPrefix("Tests/Conformance/operations/") }.map { stem($0) })
    var missing: [String] = []
    for (path, name) in operations {
      if stem(path) != name { missing.append("\(path): the file of \(name) must be named \(name).swift") }
      if !listed.contains(where: { $0.1.contains("CatalogueEntry(\(name)(") }) {
        missing.append("\(name): add a line to \(path.hasPrefix("Sources/Keep/") ? catalogues[1] : catalogues[0])")
      }
      if !built.contains(name) { missing.append("\(name): add a line to Tools/describe/built.txt") }
      if !fixtures.contains(name) { missing.append("\(name): add its fixture Tests/Conformance/operations/\(name).py") }
    }
    let names = Set(operations.map(\.1))
    for name in built.sorted() where !names.contains(name) { missing.append("\(name): built.txt has it, and no file holds it") }
    for name in fixtures.sorted() where !names.contains(name) {
      missing.append("\(name): it has a fixture, and no file holds it")
    }
    return missing
  }

  private static func isPlace(_ path: String) -> Bool {
    ["Sources/Switch/ConnectOperations/", "Sources/Keep/KeepOperations/", "Sources/ConnectAPI/SharedOperations/"].contains {
      path.hasPrefix($0)
    }
  }

  /// The operation that a file holds, if any.
  private static func name(in text: String) -> String? {
    for (_, line) in numbered(text) {
      let kinds = ["Read", "Write", "Staged", "Gathering", "UserChange", "Live"]
      let conforms = kinds.contains { line.hasSuffix(": \($0)Operation {") }
      guard conforms, let after = line.split(separator: " ").drop(while: { $0 != "struct" }).dropFirst().first else { continue }
      return String(after.dropLast())
    }
    return nil
  }

  private static func stem(_ path: String) -> String { String((path.split(separator: "/").last ?? "").split(separator: ".")[0]) }
}
