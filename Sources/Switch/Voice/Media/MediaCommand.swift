import Media

/// One stream of audio: that of one SIP call. Never used again.
struct StreamID: Hashable, Sendable {
  let number: UInt64
}

/// What signalling asks of the media thread.
enum MediaCommand: Sendable {
  /// A stream whose peer is still to be agreed on waits at a port.
  case open(StreamID, port: Int)
  /// - Parameter signaller: the host that its SIP comes from.
  case agree(StreamID, AudioAgreement, signaller: IPAddress?)
  case close(StreamID)
  case hear(StreamID, [StreamID])
  case play(StreamID, playback: Int, [Sound], isRepeated: Bool)
  case stopPlaying(StreamID)
  case sendDigits(StreamID, [DTMFKey])
  case guardDigits(StreamID, Bool)
  case record(contactID: String, customer: [StreamID], agent: [StreamID], isSuspended: Bool)
  case finishRecording(contactID: String)
  case stop
}

/// What has happened to a stream.
enum MediaEvent: Sendable {
  /// Its peer is there, at this address.
  case found(StreamID, TransportAddress)
  case pressed(StreamID, DTMFKey)
  case played(StreamID, playback: Int)
  /// Nothing has come from its peer for too long.
  case fellSilent(StreamID)
}
