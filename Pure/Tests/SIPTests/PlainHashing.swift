import SIP

/// MD5 (RFC 1321) and SHA-256 (FIPS 180-4), slowly, for tests alone.
struct PlainHashing: SIPHashing {
  var key: [UInt8] = [1, 2, 3]

  func keyedDigest(_ octets: [UInt8]) -> [UInt8] { sha256(key + octets) }
  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { left == right }

  private static func padded(_ octets: [UInt8], bigEndian: Bool) -> [UInt8] {
    var padded = octets + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    let length = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(octets.count * 8) >> UInt64(8 * $0)) }
    return padded + (bigEndian ? length.reversed() : length)
  }

  private static func words(_ octets: ArraySlice<UInt8>, bigEndian: Bool) -> [UInt32] {
    stride(from: octets.startIndex, to: octets.endIndex, by: 4).map { at in
      let four = bigEndian ? Array(octets[at..<at + 4]) : Array(octets[at..<at + 4].reversed())
      return four.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  func md5(_ octets: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
    let padded = Self.padded(octets, bigEndian: false)
    for start in stride(from: 0, to: padded.count, by: 64) {
      let words = Self.words(padded[start..<start + 64], bigEndian: false)
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      for i in 0..<64 {
        let (f, g): (UInt32, Int) =
          switch i / 16 {
          case 0: (b & c | ~b & d, i)
          case 1: (d & b | ~d & c, (5 * i + 1) % 16)
          case 2: (b ^ c ^ d, (3 * i + 5) % 16)
          default: (c ^ (b | ~d), 7 * i % 16)
          }
        let shift = Self.shifts[i / 16 * 4 + i % 4]
        let sum = a &+ f &+ Self.sines[i] &+ words[g]
        (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
      }
      state = zip(state, [a, b, c, d]).map { $0 &+ $1 }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
  }

  private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
  private static let sines: [UInt32] = (0..<64).map { UInt32(abs(sine(Double($0 + 1))) * 4_294_967_296) }

  /// A sine without a mathematics library: exact enough for 32 bits.
  private static func sine(_ angle: Double) -> Double {
    let reduced = angle.remainder(dividingBy: 2 * Double.pi)
    var (sum, term) = (reduced, reduced)
    for n in 1..<30 {
      term *= -reduced * reduced / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }

  func sha256(_ octets: [UInt8]) -> [UInt8] {
    var state = Self.primes.prefix(8).map { Self.fraction(Double($0).squareRoot()) }
    let padded = Self.padded(octets, bigEndian: true)
    for start in stride(from: 0, to: padded.count, by: 64) {
      var w = Self.words(padded[start..<start + 64], bigEndian: true)
      for i in 16..<64 {
        let (x, y) = (w[i - 15], w[i - 2])
        w.append(
          w[i - 16] &+ (x.turned(7) ^ x.turned(18) ^ x >> 3) &+ w[i - 7] &+ (y.turned(17) ^ y.turned(19) ^ y >> 10))
      }
      var h = state
      for i in 0..<64 {
        let choice = h[4] & h[5] ^ ~h[4] & h[6]
        let majority = h[0] & h[1] ^ h[0] & h[2] ^ h[1] & h[2]
        let one = h[7] &+ (h[4].turned(6) ^ h[4].turned(11) ^ h[4].turned(25)) &+ choice &+ Self.constants[i] &+ w[i]
        let two = (h[0].turned(2) ^ h[0].turned(13) ^ h[0].turned(22)) &+ majority
        h = [one &+ two, h[0], h[1], h[2], h[3] &+ one, h[4], h[5], h[6]]
      }
      state = zip(state, h).map { $0 &+ $1 }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) } }
  }

  private static let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
  private static let constants = primes.prefix(64).map { fraction(cubeRoot(Double($0))) }
  private static func fraction(_ number: Double) -> UInt32 {
    UInt32((number - number.rounded(.down)) * 4_294_967_296)
  }
  private static func cubeRoot(_ number: Double) -> Double {
    var root = number / 2
    for _ in 0..<100 { root -= (root * root * root - number) / (3 * root * root) }
    return root
  }
}

extension UInt32 {
  fileprivate func turned(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}

extension String {
  var octets: ArraySlice<UInt8> { Array(utf8)[...] }
}
