import FuzzEntry
import Link

/// Input: which message of the catalogue, then its bytes. What is read is written and read again.
@main struct Fuzz: Fuzzer {
  private static let messages = LinkCatalogue.toKeep + LinkCatalogue.toSwitch

  static func check(_ input: [UInt8]) {
    guard let first = input.first else { return }
    messages[Int(first) % messages.count].checkReading(Array(input.dropFirst()))
  }
}

extension LinkMessage {
  fileprivate static func checkReading(_ body: [UInt8]) {
    check(Self.self, body)
    check(Reply.self, body)
  }
}

private func check<Value: LinkCodable>(_ type: Value.Type, _ body: [UInt8]) {
  var reader = LinkReader(body)
  guard let value = try? Value(from: &reader) else { return }
  var writer = LinkWriter()
  value.write(into: &writer)
  var again = LinkReader(writer.bytes)
  mustHold((try? Value(from: &again)) != nil, "what was written can be read")
  mustHold((try? again.finish()) != nil, "and is all of it")
}
