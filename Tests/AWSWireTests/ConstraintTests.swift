import AWSWire
import ConnectAPI
import Testing
import Vocabulary

/// Each kind of constraint: the value at the bound is taken, the one past it is refused with its reason and its place.
@Suite struct ConstraintTests {
  private func expect(
    _ member: String, takes right: [JSON], refuses wrong: [(JSON, ValidationProblem.Reason)], at place: String? = nil
  ) throws {
    for value in right {
      let problems = try WireFixture.problems(.object([("Name", "ab"), (member, value)]), "Thing")
      #expect(problems.isEmpty, "\(member) = \(value.text): \(problems)")
    }
    for (value, reason) in wrong {
      let problems = try WireFixture.problems(.object([("Name", "ab"), (member, value)]), "Thing")
      #expect(problems.map(\.reason) == [reason], "\(member) = \(value.text)")
      #expect(problems.first?.path.hasPrefix(place ?? member) == true, "\(member) = \(value.text): \(problems)")
    }
  }

  @Test func lengthsAreCountedInCodePoints() throws {
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}"
    try expect(
      "Name", takes: ["ab", "abcd", "éé", .string(family)],
      refuses: [
        ("a", .tooShort), ("", .tooShort), ("abcde", .tooLong), (.string(family + "\u{1F467}"), .tooLong), (5, .wrongType),
      ])
  }

  @Test func enums() throws {
    try expect("Kind", takes: ["TASK", "CHAT"], refuses: [("task", .notInEnum), ("", .notInEnum), (true, .wrongType)])
    // Swift takes the Kelvin sign for equal to K.
    try expect("Kind", takes: [], refuses: [("TAS\u{212A}", .notInEnum)])
  }

  @Test func patterns() throws {
    try expect("Code", takes: ["a", "abc"], refuses: [("", .pattern), ("abd", .pattern), ("abc\n", .pattern)])
  }

  @Test func numbers() throws {
    try expect(
      "Count", takes: [0, 5, .number(3.0)],
      refuses: [(-1, .tooSmall), (6, .tooLarge), (.number(1.5), .wrongType), ("1", .wrongType), (.number(1e300), .wrongType)])
    try expect(
      "Ratio", takes: [.number(0.5), .number(1.5), 1],
      refuses: [(.number(0.4999), .tooSmall), (2, .tooLarge), (false, .wrongType)])
    try expect("Long", takes: [.number(Int.max), .number(Int.min)], refuses: [(.number(1e19), .wrongType), ([], .wrongType)])
  }

  @Test func anIntegerHas32Bits() throws {
    try expect(
      "Plain", takes: [.number(Int(Int32.max)), .number(Int(Int32.min))],
      refuses: [(.number(Int(Int32.max) + 1), .tooLarge), (.number(Int(Int32.min) - 1), .tooLarge)])
  }

  @Test func booleansAndTimes() throws {
    try expect("Flag", takes: [true, false], refuses: [("true", .wrongType), (1, .wrongType)])
    try expect(
      "At", takes: [0, .number(1_700_000_000.123), -1],
      refuses: [("2030-01-01T00:00:00Z", .wrongType), (.number(1e13), .wrongType)])
    try expect(
      "Day", takes: ["2030-01-31T23:59:59Z", "2028-02-29T00:00:00.123Z"],
      refuses: [
        (1, .wrongType), ("2030-01-31", .wrongType), ("2030-02-29T00:00:00Z", .wrongType), ("2030-01-31T24:00:00Z", .wrongType),
        ("2030-01-31T23:59:60Z", .wrongType), ("2030-01-31T23:59:59", .wrongType), ("2030-01-31T23:59:59.Z", .wrongType),
      ])
  }

  @Test func lists() throws {
    try expect("Parts", takes: [[], [["Name": "ab"], ["Name": "ab"], ["Name": "ab"]]], refuses: [(["Name": "ab"], .wrongType)])
    let four = JSON.array(Array(repeating: ["Name": "ab"], count: 4))
    try expect("Parts", takes: [], refuses: [(four, .tooLong)])
    try expect("Parts", takes: [], refuses: [([["Name": "ab"], ["Name": "a"]], .tooShort)], at: "Parts[1].Name")
    try expect("Parts", takes: [], refuses: [([["Name": "ab"], .null], .wrongType)], at: "Parts[1]")
  }

  @Test func maps() throws {
    try expect("Tags", takes: [["ab": "cd"], ["ab": "cd", "ef": "gh"]], refuses: [([:], .tooShort), ([], .wrongType)])
    try expect("Tags", takes: [], refuses: [(["ab": "cd", "ef": "gh", "ij": "kl"], .tooLong)])
    try expect("Tags", takes: [], refuses: [(["a": "cd"], .tooShort)], at: "Tags.a")
    try expect("Tags", takes: [], refuses: [(["ab": 5], .wrongType), (["ab": .null], .wrongType)], at: "Tags.ab")
  }

  @Test func unionsHaveExactlyOneMember() throws {
    try expect("One", takes: [["Left": "ab"], ["Right": 1], ["Left": "ab", "Right": .null]], refuses: [([:], .union)])
    try expect("One", takes: [], refuses: [(["Left": "ab", "Right": 1], .union), (["Left": .null], .union)])
  }

  @Test func membersMissingAndUnknown() throws {
    #expect(try WireFixture.problems([:], "Thing").map(\.description) == ["Name: is required."])
    #expect(try WireFixture.problems(["Name": .null], "Thing").map(\.reason) == [.missing])
    try expect("Colour", takes: [], refuses: [("red", .unknownMember), (.null, .unknownMember)])
    try expect("name", takes: [], refuses: [("ab", .unknownMember)])
    #expect(try WireFixture.problems("text", "Thing").map(\.path) == ["$"])
  }

  @Test func everyProblemIsTold() throws {
    let json: JSON = ["Name": "a", "Kind": "x", "Count": 9, "Parts": [["Name": "ab", "Flag": 1]]]
    #expect(try WireFixture.problems(json, "Thing").map(\.path) == ["Name", "Kind", "Count", "Parts[0].Flag"])
  }

  @Test func theNumberOfProblemsAndTheLengthOfAPathAreBounded() throws {
    let many = JSON.object((0..<1_000).map { ("x\($0)", JSON.number(1)) } + [("Name", JSON.string("ab"))])
    #expect(try WireFixture.problems(many, "Thing").count == Validator.problemsMax)
    let long = String(repeating: "k", count: 100_000)
    let tags = JSON.object([(long, .string("ab"))])
    let problems = try WireFixture.problems(.object([("Name", .string("ab")), (long, .number(1)), ("Tags", tags)]), "Thing")
    #expect(Set(problems.map(\.reason)) == [.unknownMember, .tooLong])
    #expect(problems.allSatisfy { $0.path.count <= ValidationProblem.pathMax + 3 })
    var nested: JSON = ["Name": "a"]
    for _ in 0..<4 {
      nested = .object([("Name", .string("ab")), ("Index", .object([(String(repeating: "a", count: 200), nested)]))])
    }
    #expect(try WireFixture.problems(nested, "Thing").map(\.path.count) == [ValidationProblem.pathMax + 3])
  }
}

/// The bounds of the real description, each at its edge.
@Suite struct DescribedBoundTests {
  private let shapes = ConnectDescription.service.shapes.values.sorted { $0.name < $1.name }
  private let validator = Validator(description: ConnectDescription.service)

  private func reasons(_ json: JSON, _ shape: ShapeDescription) -> Set<ValidationProblem.Reason> {
    Set(validator.problems(of: json, shape: shape.name).map(\.reason))
  }

  @Test func ofTexts() {
    let texts = shapes.filter { $0.kind == .string && $0.values == nil }
    var checked = 0
    for shape in texts {
      func text(_ count: Int) -> JSON { .string(String(repeating: "a", count: count)) }
      if let max = shape.max.map({ Int($0) }) {
        #expect(reasons(text(max + 1), shape) == [.tooLong], "\(shape.name)")
        #expect(reasons(text(max), shape).isDisjoint(with: [.tooLong, .tooShort]), "\(shape.name)")
        checked += 1
      }
      if let min = shape.min.map({ Int($0) }), min > 0 {
        #expect(reasons(text(min - 1), shape) == [.tooShort], "\(shape.name)")
        #expect(reasons(text(min), shape).isDisjoint(with: [.tooLong, .tooShort]), "\(shape.name)")
      }
    }
    #expect(checked > 150)
  }

  @Test func ofNumbers() {
    let numbers = shapes.filter { [.integer, .long, .float, .double].contains($0.kind) }
    var checked = 0
    for shape in numbers {
      if let min = shape.min {
        #expect(reasons(.number(min), shape).isEmpty && reasons(.number(min - 1), shape) == [.tooSmall], "\(shape.name)")
        checked += 1
      }
      guard let max = shape.max else { continue }
      // A bound of 64 bits is kept by the type: what is past it is no whole number of this wire.
      let fits = max < 0x1p53
      #expect(reasons(fits ? .number(max) : .number(Int.max), shape).isEmpty, "\(shape.name)")
      #expect(reasons(.number(max + 1), shape).contains(fits ? .tooLarge : .wrongType), "\(shape.name)")
    }
    #expect(checked > 30)
  }

  @Test func ofEnums() {
    let enums = shapes.filter { $0.values != nil }
    #expect(enums.count > 150)
    for shape in enums {
      #expect(reasons("no such value", shape) == [.notInEnum], "\(shape.name)")
      for value in shape.values ?? [] { #expect(reasons(.string(value), shape).isEmpty, "\(shape.name) \(value)") }
    }
  }

  @Test func ofRequiredMembers() {
    let structures = shapes.filter { $0.kind == .structure && !$0.required.isEmpty }
    #expect(structures.count > 400)
    for shape in structures {
      let missing = validator.problems(of: [:], shape: shape.name).filter { $0.reason == .missing }.map(\.path)
      #expect(missing == Array(shape.required.prefix(Validator.problemsMax)), "\(shape.name)")
    }
  }
}
