import ArgumentParser
import Switch
import Voice

/// Where calls come in by SIP (docs/voice.md). Without `--sip` there is no such listener, and no port of media.
struct VoiceOptions: ParsableArguments {
  @Option(help: "Where SIP listens, over UDP and TCP: an address of this machine and a port. None unless given.")
  var sip: Address?

  @Option(name: .customLong("sip-tls"), help: "Where SIP listens over TLS, with the certificate of HTTPS.")
  var sipTLS: Address?

  @Option(help: "The address by which phones and trunks reach this machine, where it is not the one of --sip.")
  var advertise: String?

  @Option(
    name: .customLong("rtp-ports"),
    help: "UDP ports of media: FIRST-LAST, or a count of ports that are free. Each lets one more call be set up at a time.")
  var mediaPorts = MediaPorts(first: 40_000, last: 40_063)

  @Option(
    name: .customLong("rtp-silence-seconds"), help: "So long nothing may come from a peer that was to send, until its call ends.")
  var mediaSilenceSecondsMax = 60

  func validate() throws {
    guard sip != nil || (sipTLS == nil && advertise == nil) else {
      throw ValidationError("--sip-tls and --advertise go with --sip")
    }
    guard let sip else { return }
    guard sip.port != 0, sipTLS?.port != 0 else { throw ValidationError("peers are told the port of SIP: give one other than 0") }
    guard advertise != nil || !["0.0.0.0", "::"].contains(sip.host) else {
      throw ValidationError("with --sip on all addresses, give the one by which peers reach this machine: --advertise ADDRESS")
    }
    guard (1...86_400).contains(mediaSilenceSecondsMax) else { throw ValidationError("--rtp-silence-seconds is from 1 to 86400") }
    guard VoiceSettings.isAddress(advertise ?? sip.host) else {
      throw ValidationError("SIP and media need addresses in numbers: give --advertise or --sip such a one")
    }
  }

  var settings: VoiceSettings? {
    guard let sip else { return nil }
    return VoiceSettings(
      sip: VoiceSettings.Endpoint(host: sip.host, port: sip.port),
      sipTLS: sipTLS.map { VoiceSettings.Endpoint(host: $0.host, port: $0.port) }, advertised: advertise ?? sip.host,
      mediaPorts: mediaPorts.ports, mediaSilenceSecondsMax: mediaSilenceSecondsMax)
  }

  /// The same, for a process that is started.
  var arguments: [String] {
    guard let sip else { return [] }
    return [
      "--sip", sip.authority(port: sip.port), "--rtp-ports", mediaPorts.text, "--rtp-silence-seconds",
      "\(mediaSilenceSecondsMax)",
    ]
      + (sipTLS.map { ["--sip-tls", $0.authority(port: $0.port)] } ?? []) + (advertise.map { ["--advertise", $0] } ?? [])
  }
}

/// `FIRST-LAST`, or a count of ports that the system picks.
struct MediaPorts: ExpressibleByArgument, Sendable {
  static let countMax = 1_024

  let ports: [UInt16]
  let text: String

  init(first: UInt16, last: UInt16) {
    ports = Array(first...last)
    text = "\(first)-\(last)"
  }

  init?(argument: String) {
    text = argument
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
    switch parts.count {
    case 1:
      guard let count = parts[0], (1...UInt16(Self.countMax)).contains(count) else { return nil }
      ports = Array(repeating: 0, count: Int(count))
    case 2:
      guard let first = parts[0], let last = parts[1], first > 0, first <= last, Int(last - first) < Self.countMax else {
        return nil
      }
      ports = Array(first...last)
    default: return nil
    }
  }

  var defaultValueDescription: String { text }
}
