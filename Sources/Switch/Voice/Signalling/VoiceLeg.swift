import CallControl
import Media
import SIP

/// A SIP call, and its audio.
struct SIPLeg {
  let stream: StreamID
  /// nil as long as its contact does not exist yet.
  var leg: LegID?
  var negotiation: AudioNegotiation
  /// Our answer to what the peer offered, until the call is answered.
  var answer: [UInt8]?
  let trunk: String?
  /// The host that its SIP comes from.
  let signaller: IPAddress?
  var isEstablished = false
}

/// A leg of the bridge: one SIP call, or those of all the telephones that ring for one agent.
struct VoiceLeg {
  /// Who is at its other end, for whoever is called because of them.
  var number: String?
  var calls: Set<SIPCallID> = []
  /// The call that was answered.
  var active: SIPCallID?
  /// What is prepared or played.
  var playback: Int?
}

/// A call that has come in, and has no contact yet.
struct ArrivingCall: Sendable {
  let call: SIPCallID
  let calledNumber: String
  let callerNumber: String?
  let trunk: String
}
