import CDatagrams

/// Memory for so many datagrams, with their addresses; it is allocated once, and used again and again.
@safe public struct DatagramBatch: ~Copyable {
  /// Datagrams that it has room for, and bytes that each may have.
  public let capacity: Int
  public let bytesMax: Int
  /// Datagrams that are in it.
  public private(set) var count = 0
  /// Of this batch alone, from its first moment to its last.
  @unsafe let memory: OpaquePointer

  public init(capacity: Int, bytesMax: Int) {
    guard let memory = unsafe cdatagrams_batch_new(UInt32(capacity), UInt32(bytesMax)) else {
      preconditionFailure("there is no memory for \(capacity) datagrams")
    }
    self.capacity = capacity
    self.bytesMax = bytesMax
    unsafe self.memory = memory
  }

  public var isFull: Bool { count == capacity }

  /// The bytes of one and whom it came from, for as long as the closure runs: they are wiped after it. One that did not fit has
  /// none.
  public func read<Answer>(_ index: Int, _ body: (Span<UInt8>, DatagramAddress) -> Answer) -> Answer {
    precondition(index < count)
    let length = unsafe Int(cdatagrams_length(memory, UInt32(index)))
    let bytes = unsafe UnsafeBufferPointer(start: cdatagrams_bytes(memory, UInt32(index)), count: length)
    defer { unsafe cdatagrams_forget(memory, UInt32(index)) }
    return unsafe body(bytes.span, DatagramAddress(cdatagrams_peer(memory, UInt32(index))))
  }

  /// How long one that was received had waited for that, by the kernel's clock: 0 where it does not say, a second at most.
  public func nanosecondsWaited(_ index: Int) -> Int64 {
    precondition(index < count)
    return unsafe cdatagrams_waited(memory, UInt32(index))
  }

  /// Adds one: the closure writes it and answers its length.
  /// - Returns: false where there is no room.
  public mutating func add(to peer: DatagramAddress, _ body: (inout MutableSpan<UInt8>) -> Int) -> Bool {
    guard count < capacity else { return false }
    let bytes = unsafe UnsafeMutableBufferPointer(start: cdatagrams_bytes(memory, UInt32(count)), count: bytesMax)
    var span = unsafe bytes.mutableSpan
    let length = body(&span)
    precondition((0...bytesMax).contains(length))
    unsafe cdatagrams_set_length(memory, UInt32(count), UInt32(length))
    unsafe cdatagrams_set_peer(memory, UInt32(count), peer.address)
    count += 1
    return true
  }

  public mutating func removeAll() { count = 0 }

  mutating func filled(_ count: Int) { self.count = count }

  deinit { unsafe cdatagrams_batch_free(memory) }
}
