import Media
import Testing

/// The tables of ITU-T G.711, as their segments are printed there: 16 intervals each, of one width.
private struct Table {
  let law: G711.Law
  /// Where intervals begin, in the table's own units; the last is the end of the last.
  let decisions: [Int]
  /// Of 16-bit samples in one of the table's units.
  let unitShift: Int

  static let mu: Table = {
    var decisions = [0, 1]
    for (end, width) in [(31, 2), (95, 4), (223, 8), (479, 16), (991, 32), (2_015, 64), (4_063, 128), (8_159, 256)] {
      while let last = decisions.last, last < end { decisions.append(last + width) }
    }
    return Table(law: .mu, decisions: decisions, unitShift: 2)
  }()

  static let a: Table = {
    var decisions = [0]
    for (end, width) in [(64, 2), (128, 4), (256, 8), (512, 16), (1_024, 32), (2_048, 64), (4_096, 128)] {
      while let last = decisions.last, last < end { decisions.append(last + width) }
    }
    return Table(law: .a, decisions: decisions, unitShift: 3)
  }()

  /// The character signal of the interval, which is sent inverted in parts.
  func octet(_ interval: Int, isPositive: Bool) -> UInt8 {
    let bits = UInt8(interval) | (isPositive ? 0x80 : 0)
    return law == .mu ? bits ^ 0x7F : bits ^ 0x55
  }

  /// The middle of the interval; the first of mu-law has nothing in its middle.
  func value(_ interval: Int) -> Int {
    law == .mu && interval == 0 ? 0 : (decisions[interval] + decisions[interval + 1]) / 2
  }
}

@Suite struct G711Tests {
  @Test(arguments: G711.Law.allCases) func `every octet is the table's value`(law: G711.Law) {
    let table = law == .mu ? Table.mu : Table.a
    #expect(table.decisions.count == 129)
    for interval in 0..<128 {
      let value = table.value(interval) << table.unitShift
      #expect(Int(G711.sample(of: table.octet(interval, isPositive: true), law)) == value)
      #expect(Int(G711.sample(of: table.octet(interval, isPositive: false), law)) == -value)
    }
  }

  @Test(arguments: G711.Law.allCases) func `every sample has the octet of its interval`(law: G711.Law) {
    let table = law == .mu ? Table.mu : Table.a
    for sample in Int16.min...Int16.max {
      let magnitude = Int(sample < 0 ? ~sample : sample) >> table.unitShift
      let interval = table.decisions.dropLast().lastIndex { $0 <= magnitude } ?? 0
      guard G711.octet(of: sample, law) == table.octet(interval, isPositive: sample >= 0) else {
        Issue.record("\(sample) is another octet than the table's")
        return
      }
    }
  }

  @Test func `frames are coded as their samples are`() {
    let octets = (UInt8.min...UInt8.max).map { $0 }
    for law in G711.Law.allCases {
      var samples = [Int16](repeating: 0, count: 256)
      var span = samples.mutableSpan
      G711.decode(octets.span, law, to: &span)
      #expect(samples == octets.map { G711.sample(of: $0, law) })
      var back = [UInt8](repeating: 0, count: 256)
      var target = back.mutableSpan
      G711.encode(samples.span, law, to: &target)
      // Mu-law has two octets of nothing, and one of them comes back.
      #expect(back == octets.map { law == .mu && $0 == 0x7F ? 0xFF : $0 })
      var other = [UInt8](repeating: 0, count: 256)
      target = other.mutableSpan
      G711.transcode(octets.span, from: law, to: &target)
      #expect(other == samples.map { G711.octet(of: $0, law == .mu ? .a : .mu) })
    }
    #expect(G711.sample(of: G711.Law.mu.silence, .mu) == 0)
    #expect(G711.sample(of: G711.Law.a.silence, .a) == 8)
  }

  /// G.711 asks for a signal-to-noise ratio of 33 dB and more over its upper range (ITU-T G.712).
  @Test(arguments: G711.Law.allCases, [300.0, 3_000, 12_000])
  func `a coded sine keeps its shape`(law: G711.Law, amplitude: Double) {
    let clean = sines(1_019, amplitude: amplitude, count: 8_000)
    let error = zip(clean, coded(clean, law)).map { Int16(Int($0) - Int($1)) }
    #expect(rootMeanSquare(clean) / rootMeanSquare(error) > 44)
  }
}
