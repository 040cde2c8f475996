import Metrics
import Synchronization

/// One time series: a metric with one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
  /// Its lines in the text format, each ended by a line feed. `labels` is empty or `a="b",c="d"`.
  func write(name: String, labels: String, into text: inout String)
}

/// A whole number that rises.
final class CounterSeries: PrometheusSeries, CounterHandler {
  private let value = Atomic<Int64>(0)

  /// Wraps rather than traps: a counter must not end the program.
  func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }

  func write(name: String, labels: String, into text: inout String) {
    text.writeSample(name, labels, String(value.load(ordering: .relaxed)))
  }
}

/// One number: a counter that rises by fractions, or a gauge.
final class ScalarSeries: PrometheusSeries, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
  private let value = Mutex(0.0)

  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func reset() { value.withLock { $0 = 0 } }
  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func write(name: String, labels: String, into text: inout String) {
    text.writeSample(name, labels, value.withLock { $0 }.prometheusText)
  }
}

/// How often values fell within fixed bounds. A timer records seconds.
final class HistogramSeries: PrometheusSeries, RecorderHandler, TimerHandler {
  private struct Counts {
    /// Not yet cumulative; the last is what lies above every bound.
    var buckets: [Int64]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let counts: Mutex<Counts>

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    counts.withLock {
      $0.buckets[bucket] &+= 1
      $0.sum += value
    }
  }

  func write(name: String, labels: String, into text: inout String) {
    let counts = counts.withLock { $0 }
    var total: Int64 = 0
    for (index, count) in counts.buckets.enumerated() {
      total &+= count
      let bound = index < bounds.count ? bounds[index].prometheusText : "+Inf"
      text.writeSample(name + "_bucket", (labels.isEmpty ? "" : labels + ",") + #"le="\#(bound)""#, String(total))
    }
    text.writeSample(name + "_sum", labels, counts.sum.prometheusText)
    text.writeSample(name + "_count", labels, String(total))
  }
}

/// Takes what a full registry has no room for.
final class DiscardedSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
  func increment(by: Int64) {}
  func increment(by: Double) {}
  func decrement(by: Double) {}
  func set(_ value: Int64) {}
  func set(_ value: Double) {}
  func record(_ value: Int64) {}
  func record(_ value: Double) {}
  func recordNanoseconds(_ duration: Int64) {}
  func reset() {}
}

extension Double {
  fileprivate var prometheusText: String {
    if isNaN { return "NaN" }
    if isInfinite { return self < 0 ? "-Inf" : "+Inf" }
    return self == rounded() && magnitude < 1e15 ? String(Int64(self)) : String(self)
  }
}

extension String {
  fileprivate mutating func writeSample(_ name: String, _ labels: String, _ value: String) {
    self += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
  }
}
