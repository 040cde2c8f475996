import Media

/// Which port a stream gets: one on which no other has the same peer, or is yet to show its own (decision 0019).
struct PortBook {
  private struct Use {
    var waiting: StreamID?
    var peers: [TransportAddress: StreamID] = [:]
  }

  private struct Place {
    let port: Int
    /// Those of its port's that are its own.
    var peers: [TransportAddress] = []
  }

  private var uses: [Use]
  private var places: [StreamID: Place] = [:]

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
    places[stream] = Place(port: free)
    if let remote { give(remote, to: stream) }
    return free
  }

  private mutating func give(_ peer: TransportAddress, to stream: StreamID) {
    guard let place = places[stream], uses[place.port].peers[peer] == nil else { return }
    uses[place.port].peers[peer] = stream
    places[stream]?.peers.append(peer)
  }

  /// - Returns: whether no other stream of its port has that peer.
  mutating func agreed(_ stream: StreamID, remote: TransportAddress) -> Bool {
    guard let place = places[stream] else { return false }
    if remote.address.isUnspecified { return true }
    give(remote, to: stream)
    return uses[place.port].peers[remote] == stream
  }

  /// It waits no more.
  mutating func found(_ stream: StreamID, at address: TransportAddress) {
    guard let place = places[stream] else { return }
    if uses[place.port].waiting == stream { uses[place.port].waiting = nil }
    give(address, to: stream)
  }

  mutating func release(_ stream: StreamID) {
    guard let place = places.removeValue(forKey: stream) else { return }
    if uses[place.port].waiting == stream { uses[place.port].waiting = nil }
    for peer in place.peers { uses[place.port].peers[peer] = nil }
  }
}
