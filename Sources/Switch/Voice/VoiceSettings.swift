import Media

/// Where the voice host listens, and what it says of itself.
package struct VoiceSettings: Sendable {
  package struct Endpoint: Sendable, Hashable {
    /// An address of the machine, or `0.0.0.0`.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// UDP and TCP; nil for no SIP without encryption.
  package let sip: Endpoint
  /// nil for none.
  package let sipTLS: Endpoint?
  /// The address that peers reach it by, for SIP and RTP.
  package let advertised: String
  /// UDP ports of media; one that is 0 is any that is free.
  package let mediaPorts: [UInt16]
  /// How long nothing may come from a peer that was to send, until its call is over.
  package let mediaSilenceSecondsMax: Int

  package init(sip: Endpoint, sipTLS: Endpoint?, advertised: String, mediaPorts: [UInt16], mediaSilenceSecondsMax: Int) {
    self.sip = sip
    self.sipTLS = sipTLS
    self.advertised = advertised
    self.mediaPorts = mediaPorts
    self.mediaSilenceSecondsMax = mediaSilenceSecondsMax
  }

  /// What the digests of device passwords are made with.
  package static let realm = "switchkeep"
}

/// Bounds that are stated in docs/voice.md.
enum VoiceLimits {
  /// Connections of TCP and TLS, those of strangers among them, and those of one site.
  static let connectionsMax = 4_000
  static let strangersMax = 1_000
  static let connectionsOfSiteMax = 64
  /// Seconds that a connection is kept on which no telephone is registered and no call goes on: what a transaction takes at most.
  static let unneededSeconds: Int64 = 32
  /// Seconds from one look for such connections to the next.
  static let sweepSeconds: Int64 = 4
  /// SRV records of a trunk's target that are used, and addresses of each server.
  static let serversMax = 16
  static let addressesMax = 4
  /// Seconds until it is looked at whether names are to be looked up again, and after how many such pauses they are.
  static let lookupPauseSeconds: Int64 = 5
  static let lookupPausesMax = 12
  /// Telephones of one agent that ring at once.
  static let devicesMax = 4
  /// Octets that wait for a slow connection.
  static let unsentBytesMax = 1 << 20
  /// Commands that wait for signalling, events that wait for contacts.
  static let waitingMax = 65_536
}

/// A certificate chain and its key, both PEM.
package struct VoiceIdentity: Sendable {
  let certificateChainPEM: [UInt8]
  let privateKeyPEM: [UInt8]

  package init(certificateChainPEM: [UInt8], privateKeyPEM: [UInt8]) {
    self.certificateChainPEM = certificateChainPEM
    self.privateKeyPEM = privateKeyPEM
  }
}

extension VoiceSettings {
  /// Whether a text is an address in numbers.
  package static func isAddress(_ text: String) -> Bool { IPAddress(text)?.isUnicast == true }
}
