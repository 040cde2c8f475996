import Foundation
import Keep
import Synchronization
import Testing
import Vocabulary

/// Listings against a naive model: the sorted list of names, rolled up in one pass.
@Suite struct ContentListingTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let letters = ["a", "b", "/", "//", "é", "z", " ", "&", "ab/"]

  private static func text(_ lengths: ClosedRange<Int>, _ random: inout Random) -> String {
    (0..<Int.random(in: lengths, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
  }

  /// Every name or shared beginning, in order, each once.
  private static func model(_ names: [String], prefix: String, delimiter: String, after: String) -> [String] {
    /// The beginning that stands for the name, if one does.
    func beginning(_ name: String) -> String? {
      guard !delimiter.isEmpty, name.hasPrefixBytes(prefix) else { return nil }
      let rest = String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      return rest.range(of: delimiter, options: .literal).map { prefix + rest[..<$0.upperBound] }
    }
    let passed = beginning(after) == after ? after : nil
    let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var entries: [String] = []
    for name in sorted where name.hasPrefixBytes(prefix) && after.utf8.lexicographicallyPrecedes(name.utf8) {
      let shared = beginning(name)
      if let shared, shared == passed { continue }
      if entries.last != shared ?? name { entries.append(shared ?? name) }
    }
    return entries
  }

  /// Key and CommonPrefixes of an answer, in the order of their bytes.
  private static func entries(_ answer: WireResponse) -> [String] {
    let keys =
      answer.elements("Key")
      + answer.elements("CommonPrefixes").compactMap {
        $0.components(separatedBy: "<Prefix>").last?.components(separatedBy: "</Prefix>").first
      }
    return keys.compactMap(\.removingPercentEncoding).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func pagesAddUpToTheModel(seed: UInt64) async throws {
    var random = Random(state: seed)
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    let names = Array(Set((0..<60).map { _ in "k" + Self.text(0...5, &random) }))
    fixture.inventory.stored.withLock { $0 = [] }
    for name in names { fixture.inventory.put("instance-1", name, []) }
    for _ in 0..<12 {
      let prefix = Bool.random(using: &random) ? "" : "k" + Self.text(0...2, &random)
      let delimiter = ["", "/", "b", "//", "ab"].randomElement(using: &random) ?? ""
      let after = Bool.random(using: &random) ? "" : names.randomElement(using: &random) ?? ""
      let size = Int.random(in: 1...7, using: &random)
      let expected = Self.model(names, prefix: prefix, delimiter: delimiter, after: after)
      for version in [1, 2] {
        let found = try await pages(fixture, session, version, prefix, delimiter, after, size)
        #expect(found == expected, "seed \(seed), v\(version), prefix \(prefix), delimiter \(delimiter), after \(after), \(size)")
      }
    }
  }

  private func pages(
    _ fixture: ContentFixture, _ who: ContentFixture.Credentials, _ version: Int, _ prefix: String, _ delimiter: String,
    _ after: String, _ size: Int
  ) async throws -> [String] {
    var found: [String] = []
    var position = (version == 1 ? "marker" : "start-after", after)
    while true {
      let parameters =
        [
          ("prefix", prefix), ("delimiter", delimiter), position, ("max-keys", String(size)), ("encoding-type", "url"),
        ].map { "\($0.0)=\(ContentFixture.encoded($0.1))" } + (version == 1 ? [] : ["list-type=2"])
      let answer = try await fixture.s3(
        "GET", "/\(ContentFixture.bucket)", query: parameters.joined(separator: "&"), as: who)
      try #require(answer.status == 200, "\(answer.text)")
      let entries = Self.entries(answer)
      #expect(entries.count <= size)
      found += entries
      guard answer.element("IsTruncated") == "true" else { return found }
      try #require(entries.count == size)
      if version == 1 {
        position.1 = try #require((answer.element("NextMarker")?.removingPercentEncoding) ?? entries.last)
      } else {
        position = ("continuation-token", try #require(answer.element("NextContinuationToken")))
      }
    }
  }

  @Test func aTokenIsGoodForItsListingAlone() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for number in 0..<5 { fixture.inventory.put("instance-1", "k/\(number)", []) }
    let bucket = "/\(ContentFixture.bucket)"
    let first = try await fixture.s3("GET", bucket, query: "list-type=2&max-keys=2&prefix=k%2F", as: session)
    let token = try #require(first.element("NextContinuationToken"))
    #expect(first.elements("Key") == ["k/0", "k/1"] && first.element("KeyCount") == "2" && first.element("Owner") == nil)
    let next = "list-type=2&continuation-token=\(token)&fetch-owner=true"
    #expect(
      try await fixture.s3("GET", bucket, query: next + "&prefix=k%2F", as: session).elements("Key") == ["k/2", "k/3", "k/4"])
    #expect(try await fixture.s3("GET", bucket, query: next + "&prefix=k%2F", as: session).element("Owner") != nil)
    for other in [next, next + "&prefix=k", next + "&prefix=k%2F&delimiter=%2F"] {
      #expect(try await fixture.s3("GET", bucket, query: other, as: session).code == "InvalidArgument")
    }
    #expect(try await fixture.s3("GET", bucket, query: "max-keys=0", as: session).element("IsTruncated") == "false")
  }

  /// More objects than are asked of the inventory at once, behind one shared beginning.
  @Test func thousandsBehindOneBeginning() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for number in 0..<2_500 { fixture.inventory.put("instance-1", "a/\(number)", []) }
    fixture.inventory.put("instance-1", "b/1", [])
    let answer = try await fixture.s3("GET", "/\(ContentFixture.bucket)", query: "delimiter=%2F", as: session)
    #expect(answer.elements("CommonPrefixes").count == 3 && answer.element("IsTruncated") == "false")
  }

  @Test func buckets() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    fixture.inventory.put("instance-2", "connect/x", [])
    #expect(try await fixture.s3("GET", "/", as: session).elements("Name") == ["connect-instance-1", "connect-instance-2"])
    let location = try await fixture.s3("GET", "/\(ContentFixture.bucket)", query: "location", as: session)
    #expect(
      location.status == 200 && location.text.contains("<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></")
    )
    let head = try await fixture.s3("HEAD", "/\(ContentFixture.bucket)", as: session)
    #expect(head.status == 200 && head.header("x-amz-bucket-region") == "us-east-1")
    #expect(try await fixture.s3("HEAD", "/connect-none", as: session).status == 404)
  }
}

extension String {
  fileprivate func hasPrefixBytes(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
