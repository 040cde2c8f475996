import Glibc

/// All connections in one loop.
struct Load {
  private let orders: Orders
  private let request: [UInt8]
  private var agents: [Agent] = []
  private var starters: [Wire] = []
  /// When each starter's request was sent; nil for one that rests.
  private var sentAt: [Double?]
  private var begun = 0
  private var answered = 0
  private var late: [Double] = []

  init(_ orders: Orders) throws {
    self.orders = orders
    request = Array(orders.request.utf8)
    agents = try orders.tokens.map { try Agent(orders, token: $0) }
    starters = try (0..<orders.starters).map { _ in try Wire(port: orders.port) }
    sentAt = Array(repeating: nil, count: orders.starters)
  }

  private var cleared: Int { agents.reduce(0) { $0 + $1.cleared } }

  private static func clock() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  mutating func run() throws {
    let start = Self.clock()
    let end = start + orders.seconds
    var figures = ""
    while true {
      let now = Self.clock()
      if figures.isEmpty, now >= end { figures = "\(Double(cleared) / (now - start))" }
      if now < end { try begin(now) }
      if now >= end, answered == begun, cleared == begun { break }
      guard now < end + 60 else { throw Broken(description: "\(begun) tasks began, \(cleared) were cleared") }
      try turn()
    }
    late.sort()
    let p99 = late.isEmpty ? 0 : late[late.count * 99 / 100] * 1_000
    print(#"{"perSecond":\#(figures),"begun":\#(begun),"p99":\#(p99)}"#)
  }

  /// A backlog is what a contact centre has; a growing one would only measure its growth.
  private mutating func begin(_ now: Double) throws {
    for index in starters.indices where sentAt[index] == nil && begun - cleared < orders.backlog {
      try starters[index].send(request)
      sentAt[index] = now
      begun += 1
    }
  }

  private mutating func turn() throws {
    var polled = (agents.map(\.wire.descriptor) + starters.map(\.descriptor)).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard unsafe poll(&polled, nfds_t(polled.count), 20) >= 0 else { throw Broken(description: "cannot poll: \(errno)") }
    for (index, one) in polled.enumerated() where one.revents != 0 {
      if index < agents.count { try agents[index].read() } else { try answer(index - agents.count) }
    }
  }

  private static let headEnd = Array("\r\n\r\n".utf8)
  private static let good = Array("HTTP/1.1 200".utf8)
  private static let length = Array("content-length: ".utf8)

  private mutating func answer(_ index: Int) throws {
    try starters[index].receive(8 * 1024)
    let wire = starters[index]
    guard let head = wire.end(of: Self.headEnd), let length = wire.end(of: Self.length, to: head),
      let bytes = Int(String(decoding: wire.received[length...].prefix { $0 != 0x0D }, as: UTF8.self)),
      wire.received.count >= head + bytes
    else { return }
    guard wire.end(of: Self.good, to: head) != nil else {
      throw Broken(description: "a task was refused: \(String(decoding: wire.received, as: UTF8.self))")
    }
    starters[index].taken = head + bytes
    late.append(Self.clock() - (sentAt[index] ?? 0))
    sentAt[index] = nil
    answered += 1
  }
}
