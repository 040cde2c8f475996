import Media

/// Which port a stream gets: one on which no other has the same peer, or is yet to show its own (decision 0019).
struct PortBook {
  private struct Use {
    var waiting: StreamID?
    var peers: [TransportAddress: StreamID] = [:]
  }

  private var uses: [Use]
  private var places: [StreamID: Int] = [:]

  init(ports: Int) { uses = Array(repeating: Use(), count: ports) }

  /// - Parameter remote: where its peer wants media, if that is known.
  /// - Returns: nil where a stream waits at every port.
  mutating func take(_ stream: StreamID, remote: TransportAddress?) -> Int? {
    let free = uses.firstIndex { use in
      guard use.waiting == nil else { return false }
      return remote.map { use.peers[$0] == nil } ?? true
    }
    guard let free else { return nil }
    uses[free].waiting = stream
    if let remote { uses[free].peers[remote] = stream }
    places[stream] = free
    return free
  }

  /// - Returns: whether no other stream of its port has that peer.
  mutating func agreed(_ stream: StreamID, remote: TransportAddress) -> Bool {
    guard let place = places[stream] else { return false }
    if remote.address.isUnspecified { return true }
    guard uses[place].peers[remote].map({ $0 == stream }) ?? true else { return false }
    uses[place].peers[remote] = stream
    return true
  }

  /// It waits no more.
  mutating func found(_ stream: StreamID, at address: TransportAddress) {
    guard let place = places[stream] else { return }
    if uses[place].waiting == stream { uses[place].waiting = nil }
    if uses[place].peers[address] == nil { uses[place].peers[address] = stream }
  }

  mutating func release(_ stream: StreamID) {
    guard let place = places.removeValue(forKey: stream) else { return }
    if uses[place].waiting == stream { uses[place].waiting = nil }
    uses[place].peers = uses[place].peers.filter { $0.value != stream }
  }
}
