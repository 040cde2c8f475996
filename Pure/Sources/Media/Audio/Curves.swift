/// The functions of a real number that audio needs; each is exact to more digits than a sample has.
enum Curves {
  /// - Parameter turns: of the circle.
  static func sine(turns: Double) -> Double {
    // Brought to a quarter on either side of nothing, where the series is short.
    var turn = turns - turns.rounded()
    if turn > 0.25 { turn = 0.5 - turn }
    if turn < -0.25 { turn = -0.5 - turn }
    let angle = 2 * Double.pi * turn
    var (term, sum) = (angle, angle)
    for index in 1...9 {
      term *= -angle * angle / Double(2 * index * (2 * index + 1))
      sum += term
    }
    return sum
  }

  static func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }

  /// The logarithm to base 2 of a number above nothing.
  static func log2(_ value: Double) -> Double {
    let ratio = (value.significand - 1) / (value.significand + 1)
    var (power, sum) = (ratio, 0.0)
    for index in 0..<10 {
      sum += power / Double(2 * index + 1)
      power *= ratio * ratio
    }
    return Double(value.exponent) + 2 * sum * 1.442_695_040_888_963_4
  }

  static func decibels(_ powers: Double) -> Double { powers > 0 ? log2(powers) * 3.010_299_956_639_812 : -.infinity }

  /// The modified Bessel function of order nothing, of which Kaiser's window is made.
  static func bessel(_ value: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for index in 1...40 {
      let factor = value / Double(2 * index)
      term *= factor * factor
      sum += term
    }
    return sum
  }
}
