import Media

/// A stream as the media thread has it, which alone touches it.
final class MediaStream {
  let id: StreamID
  let port: Int
  /// Where its frame stands among all frames.
  let slot: Int
  var reception = Reception()
  var emission = Emission()
  /// Slots of those whom it hears.
  var hears: [Int] = []
  /// Where its peer was last found.
  var found: TransportAddress?
  /// The source that its packets name (RFC 3550 5.1), once it is found.
  var source: UInt32?
  /// The address that its port gives it packets of before it has one.
  var expected: TransportAddress?
  var hasFallenSilent = false

  init(id: StreamID, port: Int, slot: Int) {
    self.id = id
    self.port = port
    self.slot = slot
  }
}
