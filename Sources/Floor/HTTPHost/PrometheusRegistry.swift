public import Metrics
import Synchronization

/// Where a program counts: a swift-metrics backend that writes the Prometheus text format, version 0.0.4.
///
/// Counters and floating-point counters are `counter`s; gauges and meters `gauge`s; recorders and timers `histogram`s with
/// fixed bounds, a timer's in seconds. Names go out as given, so give them the units and the `_total` of Prometheus; a
/// character that may not stand in a name becomes an underscore. A metric that would exceed the number of label sets, or bear
/// the name of one of another kind, is not kept and counts in `metrics_discarded_total`.
public final class PrometheusRegistry: MetricsFactory {
  private enum Kind: String {
    case counter
    case gauge
    case histogram
  }

  private struct Family {
    let kind: Kind
    var series: [String: any PrometheusSeries] = [:]
  }

  private let labelSetsMax: Int
  private let families = Mutex<[String: Family]>([:])
  private let discarded = CounterSeries()
  private let nowhere = DiscardedSeries()

  /// - Parameter labelSetsMax: label sets of one metric; bounds the memory that a label with a client's value in it can take.
  public init(labelSetsMax: Int = 500) { self.labelSetsMax = labelSetsMax }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(.counter, label, dimensions) { CounterSeries() } ?? nowhere
  }

  public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
    series(.counter, label, dimensions) { ScalarSeries() } ?? nowhere
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(.gauge, label, dimensions) { ScalarSeries() } ?? nowhere
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    if aggregate { return series(.histogram, label, dimensions) { HistogramSeries(bounds: Self.valueBounds) } ?? nowhere }
    return series(.gauge, label, dimensions) { ScalarSeries() } ?? nowhere
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(.histogram, label, dimensions) { HistogramSeries(bounds: Self.secondsBounds) } ?? nowhere
  }

  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

  private static let secondsBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  private static let valueBounds: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000]

  private func series<Series: PrometheusSeries>(
    _ kind: Kind, _ label: String, _ dimensions: [(String, String)], _ make: () -> Series
  ) -> Series? {
    let name = Self.name(label, allowsColon: true)
    let labels = dimensions.sorted { $0.0 < $1.0 }.map { #"\#(Self.name($0, allowsColon: false))="\#(Self.escaped($1))""# }
      .joined(separator: ",")
    let found: Series? = families.withLock { families in
      if let known = families[name]?.series[labels] { return known as? Series }
      var family = families[name] ?? Family(kind: kind)
      guard family.kind == kind, family.series.count < labelSetsMax else { return nil }
      let made = make()
      family.series[labels] = made
      families[name] = family
      return made
    }
    if found == nil { discarded.increment(by: 1) }
    return found
  }

  private func remove(_ handler: AnyObject) {
    families.withLock { families in
      for (name, family) in families {
        let kept = family.series.filter { $0.value !== handler }
        guard kept.count < family.series.count else { continue }
        families[name] = kept.isEmpty ? nil : Family(kind: family.kind, series: kept)
      }
    }
  }
}

extension PrometheusRegistry {
  /// The content type of `exposition()`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Every metric as it stands, sorted by name and labels, in the Prometheus text format.
  public func exposition() -> String {
    let families = families.withLock { $0 }
    var text = "# TYPE metrics_discarded_total counter\n"
    discarded.write(name: "metrics_discarded_total", labels: "", into: &text)
    for (name, family) in families.sorted(by: { $0.key < $1.key }) {
      text += "# TYPE \(name) \(family.kind.rawValue)\n"
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
        series.write(name: name, labels: labels, into: &text)
      }
    }
    return text
  }

  /// Metric names are `[a-zA-Z_:][a-zA-Z0-9_:]*`, label names the same without the colon.
  private static func name(_ label: String, allowsColon: Bool) -> String {
    var bytes = label.utf8.map { byte -> UInt8 in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: byte
      case 0x3A where allowsColon: byte
      default: 0x5F
      }
    }
    if bytes.first.map({ (0x30...0x39).contains($0) }) ?? true { bytes.insert(0x5F, at: 0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += #"\\"#
      case "\"": text += #"\""#
      case "\n": text += #"\n"#
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
