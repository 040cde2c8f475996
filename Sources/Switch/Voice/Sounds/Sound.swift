/// Audio that is played: octets of G.711 mu-law, 8,000 a second.
final class Sound: Sendable {
  let octets: [UInt8]

  init(octets: [UInt8]) { self.octets = octets }
}
