/// A caller or an agent's telephone: a leg, and the call that it has.
final class Party {
  /// How far a caller has come.
  enum State { case idle, calling, talking, leaving }

  let number: Int
  let leg: Leg
  let line: Line
  /// A telephone's; callers have none.
  let telephone: Orders.Telephone?
  var state = State.idle
  var callID = ""
  /// Headers of the dialog, ours and theirs.
  var (local, remote, target) = ("", "", "")
  /// The telephone that a caller talks with.
  var partner: Party?

  init(number: Int, leg: Leg, line: Line, telephone: Orders.Telephone?) {
    self.number = number
    self.leg = leg
    self.line = line
    self.telephone = telephone
  }

  var user: String { telephone?.user ?? "caller" }
  var contact: String { "Contact: <sip:\(user)@\(line.host):\(line.port)>\r\n" }
  var description: String { leg.description(line.host) }

  func end() {
    (state, leg.remote, partner) = (.idle, nil, nil)
  }
}
